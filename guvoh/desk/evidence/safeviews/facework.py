"""The process inside the sandbox for work on faces: apart, since the network takes time to load."""

from guvoh.desk.evidence.safeviews import covering
from guvoh.desk.evidence.safeviews.worker import ARRIVED, main

if __name__ == "__main__":
    main(
        {
            "find": lambda _job, kind, _family: covering.find(ARRIVED, kind),
            "cover": lambda job, kind, _family: covering.cover(ARRIVED, kind, job),
            "check": lambda job, kind, _family: covering.check(ARRIVED, kind, job),
            "count": lambda _job, kind, _family: covering.count_faces(ARRIVED, kind),
        },
        ("pillow", "onnxruntime", "numpy"),
    )
