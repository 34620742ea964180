"""What of a package a digest is of: files made up for it, not the project's own."""

from textwrap import dedent

import pytest

from eeg2music.pipeline import code


@pytest.fixture
def package_of(tmp_path, monkeypatch):
    """Write a package whose one stage is ``some.stages.probe``."""
    monkeypatch.setattr(code, "PACKAGE", tmp_path / "eeg2music")
    monkeypatch.setattr(code, "module_of", lambda stage: f"eeg2music.some.stages.{stage}")

    def written(files):
        packages = ["", "stages/", "some/", "some/stages/"]
        empty = {f"{folder}__init__.py": "" for folder in packages} | {"stages/__main__.py": ""}
        for name, text in {**empty, **files}.items():
            path = tmp_path / "eeg2music" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        code.forget()
        return {f"eeg2music/{name}" for name in empty}

    yield written
    code.forget()


@pytest.fixture
def parts_of(package_of):
    """Write a package, and list what its stage is made of besides the packages."""

    def listed(files):
        empty = package_of(files)
        parts = code.parts_of("probe")
        found = {":".join(filter(None, (str(part.file), part.name))) for part in parts}
        return found - empty

    return listed


def test_imports_are_followed_into_functions_and_packages(parts_of):
    probe = """
        def probe():
            from eeg2music.sound import echo
            import numpy
    """
    files = {
        "some/stages/probe.py": probe,
        "sound/__init__.py": "",
        "sound/echo.py": "import eeg2music.loop",
        "loop.py": "import eeg2music.sound.echo",
        "sound/unused.py": "",
        "some/stages/other.py": "",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/sound/__init__.py",
        "eeg2music/sound/echo.py",
        "eeg2music/loop.py",
    }


def test_data_belong_to_the_module_that_names_them_or_their_folder(parts_of):
    files = {
        "some/stages/probe.py": "from eeg2music.page import page",
        "page/__init__.py": "",
        "page/page.py": "FILES = ['style.css', 'figures', 'page.py', '../secret.txt', '.', '']",
        "page/style.css": "",
        "page/figures/one.svg": "",
        "page/unnamed.css": "",
        "secret.txt": "",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/page/__init__.py",
        "eeg2music/page/page.py",
        "eeg2music/page/style.css",
        "eeg2music/page/figures/one.svg",
    }


def test_a_string_that_names_an_object_of_a_module_is_an_import(parts_of):
    files = {
        "some/stages/probe.py": "NAMES = ['eeg2music.sound.echo:ring', 'time: 1', 'os:path', ':']",
        "sound/__init__.py": "",
        "sound/echo.py": "",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/sound/__init__.py",
        "eeg2music/sound/echo.py",
    }


def test_what_a_job_names_is_part_of_it_and_its_neighbour_is_not(package_of):
    files = {"some/rows/__init__.py": "", "some/rows/one.py": "import eeg2music.sound"}
    package_of(files | {"some/rows/two.py": "", "sound.py": "", "some/stages/probe.py": ""})
    without = set(code.parts_of("probe"))
    added = set(code.parts_of("probe", frozenset({"eeg2music.some.rows.one"}))) - without
    assert {str(part.file) for part in added} == {
        "eeg2music/some/rows/__init__.py",
        "eeg2music/some/rows/one.py",
        "eeg2music/sound.py",
    }


def test_a_declaring_module_counts_name_by_name(parts_of):
    params = """
        import numpy
        from eeg2music.params.values import Count, Share

        class Base:
            count: Count

        class Used(Base):
            pass

        class Unused:
            share: Share

        SECTIONS = {"used": Used, "unused": Unused}
    """
    files = {
        "some/stages/probe.py": "from eeg2music.some.params import Used",
        "some/params.py": params,
        "params/__init__.py": "",
        "params/values.py": "POSITIVE = 1\nCount = POSITIVE\nShare = 2",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/some/params.py:Used",
        "eeg2music/some/params.py:Base",
        "eeg2music/params/__init__.py",
        "eeg2music/params/values.py:Count",
        "eeg2music/params/values.py:POSITIVE",
    }
    whole = files | {"some/stages/probe.py": "import eeg2music.some.params"}
    assert "eeg2music/some/params.py" in parts_of(whole)


@pytest.mark.parametrize(
    "statement",
    [
        "Used, _X = {}, None",
        "[Used] = [{}]",
        "if True:\n    Used = {}",
        "for each in (1, 2):\n    Used = {each: 1}",
        "Used['more'] = 1",
        "Used.more = 1",
        "Used += 1",
        "del Used",
        "vars(Used).update(more=1)",
        "with open('x') as Used:\n    pass",
    ],
)
def test_whatever_may_change_a_declaration_counts(digest_of, statement):
    probe, files = "from eeg2music.some.params import Used", "Used = {}\nOther = {}\n"
    before = digest_of(probe, **{"some/params.py": files})
    assert digest_of(probe, **{"some/params.py": f"{files}{statement}\n"}) != before
    other = statement.replace("Used", "Other")
    assert digest_of(probe, **{"some/params.py": f"{files}{other}\n"}) == before


def test_imports_within_a_declaration_are_followed(parts_of):
    files = {
        "some/stages/probe.py": "from eeg2music.some.params import used",
        "some/params.py": "def used():\n    import eeg2music.some.beside\n",
        "some/beside.py": "",
    }
    assert "eeg2music/some/beside.py" in parts_of(files)


@pytest.fixture
def digest_of(package_of):
    """Write a package, and read the digest of its stage."""

    def digested(probe, **files):
        package_of({"some/stages/probe.py": probe, **files})
        return code.digest("probe")

    return digested


def test_what_python_does_not_run_is_not_in_a_digest(digest_of):
    plain = digest_of("X = 1\n\ndef probe(x):\n    return X + x\n")
    told = '''
        """A probe."""
        from typing import TYPE_CHECKING

        X = 1  # one
        """What is added."""

        def probe(x):
            """Add one."""

            return (X
                    + x)
    '''
    imported = "\nfrom typing import TYPE_CHECKING\nX = 1\n\ndef probe(x):\n    return X + x\n"
    assert digest_of(told) == digest_of(imported) != plain
    checked = imported.replace("X = 1", "if TYPE_CHECKING:\n    import nothing\nX = 1")
    assert digest_of(checked) == digest_of(imported)


@pytest.mark.parametrize(
    "changed", ["X = 2\nY = 'a'", "X = 1.0\nY = 'a'", "Y = 'a'\nX = 1", "X = 1\nY = 'b'"]
)
def test_what_python_runs_is_in_a_digest(digest_of, changed):
    assert digest_of(changed) != digest_of("X = 1\nY = 'a'")


def test_a_data_file_is_in_a_digest_byte_by_byte(digest_of):
    probe = "FILE = 'style.css'"
    black, blue = (
        digest_of(probe, **{"some/stages/style.css": text}) for text in ("black", "blue")
    )
    assert black != blue
