"""Runs submitted-like Python and writes down what each call of a test gives; it does not judge the results.

Run as `python -s -P -S trial.py JOB`. The job holds the source and the calls; each result is one JSON line in the
answer file: the value's repr, or the name of what it raised. The comparison happens outside, where the code cannot
forge it.
"""

import json
import sys

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as job_file:
        job = json.load(job_file)
    with open(job["answer"], "a", encoding="utf-8", buffering=1) as answers:
        names: dict[str, object] = {"__name__": "trial"}
        exec(compile(job["source"], "source", "exec"), names)
        for call in job["calls"]:
            try:
                result = {"value": repr(eval(call, names))}
            except Exception as error:
                result = {"raised": type(error).__name__}
            answers.write(json.dumps(result) + "\n")
