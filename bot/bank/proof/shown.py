"""A question as its learners see it before they answer: the `item` of a proof. No key, no `why`, nothing unseen."""

from bot.domain.question import (
    Bug,
    Kata,
    Match,
    Multi,
    Numeric,
    Open,
    Option,
    Order,
    Question,
    Single,
    Sql,
    TrueFalse,
)

Shown = dict[str, object]


def shown(question: Question) -> Shown:
    """Texts and ids on show, as plain JSON data; lists keep the bank's order."""
    item: Shown = {"id": question.id, "kind": question.kind, "stem": question.stem}
    if question.code is not None:
        item["code"] = {"lang": question.code.lang, "text": question.code.text}
    match question:
        case Single(options=options) | Multi(options=options) | Order(options=options):
            item["options"] = texts(options)
        case TrueFalse(statements=statements):
            item["statements"] = [{"id": each.id, "text": each.text} for each in statements]
        case Match(left=left, right=right):
            item["left"] = [{"id": each.id, "text": each.text} for each in left]
            item["right"] = [{"id": each.id, "text": each.text} for each in right]
        case Bug(answer=answer):
            item["causes"] = [{"id": each.id, "text": each.text} for each in answer.causes]
        case Numeric(answer=number):
            item["unit"] = number.unit
        case Kata(answer=kata):
            item["signature"], item["tests_public"] = kata.signature, list(kata.tests_public)
        case Sql(answer=sql):
            item["schema"] = sql.schema
        case Open(answer=task):
            item["stages"] = [{"id": stage.id, "prompt": stage.prompt} for stage in task.stages]
        case _:
            pass
    return item


def texts(options: tuple[Option, ...]) -> list[dict[str, str]]:
    return [{"id": option.id, "text": option.text} for option in options]
