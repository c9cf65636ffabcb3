"""Relations between tables point down, as imports do: an import linter does not see a ForeignKey by name."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[3]


def heights() -> dict[str, int]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["guvoh.desk"])
    return {name.strip(): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def test_no_relation_points_upwards() -> None:
    height = heights()
    ours = [model for model in apps.get_models() if model.__module__.startswith("guvoh.desk.")]
    assert len(ours) > 30
    for model in ours:
        for field in model._meta.get_fields(include_hidden=True):
            if not (field.is_relation and field.concrete) or field.related_model is None:
                continue
            target = field.related_model
            if target.__module__.startswith("guvoh.desk."):
                mine, theirs = model._meta.app_label, target._meta.app_label
                assert mine == theirs or height[theirs] < height[mine], (
                    f"{model}.{field.name} points up to {target}"
                )


def test_no_person_takes_facts_with_her() -> None:
    for model in apps.get_models():
        if model._meta.app_label not in ("facts", "casework", "evidence", "correspondence", "newsroom", "inbox"):
            continue
        for field in model._meta.get_fields():
            remote = getattr(field, "remote_field", None)
            if field.concrete and field.is_relation and remote and getattr(remote, "on_delete", None):
                cascades = remote.on_delete.__name__ == "CASCADE"
                if cascades and field.related_model._meta.label in (
                    "facts.Actor",
                    "casework.Case",
                    "staff.Member",
                ):
                    assert model._meta.label in ("facts.ActorName", "facts.ActorDetail", "facts.ActorKey"), (
                        f"{model}.{field.name}"
                    )
