"""An index takes in what changed without touching the one that others are scanning with."""

from threading import Event, Thread

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected

RUSTAM = Protected("1", given="Рустам", surname="Саидов", gender="m", passport=("A1234567", "B7654321"))
LOLA = Protected("2", given="Лола", surname="Саидова", gender="f", phone="+992935550123")
ZAFAR = Protected("3", given="Зафар", surname="Назаров", gender="m")


def found(text: str, index: Index) -> set[str]:
    return {mark.person for mark in scan(text, index) if mark.level == "block"}


def test_each_of_several_papers_is_found():
    index = Index.build([RUSTAM])
    assert found("паспорт B 7654321", index) == found("паспорт А1234567", index) == {"1"}


def test_the_old_index_stays_as_it_was():
    old = Index.build([RUSTAM, LOLA])
    new = old.changed(
        [ZAFAR, Protected("1", given="Рустам", surname="Каримов", gender="m")], gone=["2", "unknown"]
    )
    text = "Зафар Назаров, Рустам Саидов, Рустам Каримов ва Лола Саидова"
    assert found(text, old) == {"1", "2"}
    assert found(text, new) == {"1", "3"}
    assert found("Рустам Саидов", new) == set()
    assert found("935 55 01 23", old) == {"2"}
    assert found("935 55 01 23", new) == set()


def test_a_changed_index_finds_what_one_built_anew_finds():
    namesakes = [Protected(str(number), given="Рустам", surname="Саидов", gender="m") for number in range(10, 40)]
    built = Index.build([LOLA, ZAFAR, *namesakes[5:]])
    changed = Index.build([RUSTAM, *namesakes[:20]])
    changed = changed.changed([LOLA, ZAFAR, *namesakes[20:]], ["1", *(person.id for person in namesakes[:5])])
    for text in ("Рустам Саидов", "Саидова Лола", "Р. Саидов", "Зафар Назарор", "#ЗафарНазаров"):
        assert [(m.person, m.level, m.rule) for m in scan(text, built)] == [
            (m.person, m.level, m.rule) for m in scan(text, changed)
        ], text


def test_a_person_who_is_being_changed_is_never_missing_meanwhile():
    index, done, missed = Index.build([RUSTAM, LOLA]), Event(), []

    def scan_on() -> None:
        while not done.is_set():
            missed.extend({"1"} - found("Рустам Саидов", index))

    scanning = Thread(target=scan_on)
    scanning.start()
    for _ in range(100):
        index.changed([RUSTAM, ZAFAR], ["2"])
    done.set()
    scanning.join()
    assert missed == []


def test_a_name_before_the_marriage_is_found_as_surely_as_the_new_one():
    person = Protected("1", given="Лола", surname="Саидова", gender="f", names=(("Лола", "Назарова", ""),))
    index = Index.build([person])
    for text in ("Лолу Саидову", "Назаровой Лоле", "Lola Nazarova"):
        assert found(text, index) == {"1"}, text
