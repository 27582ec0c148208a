"""What all tests may use, and the rule that continuous integration skips nothing."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tocsin.clinic import Clinic

REPOSITORY = Path(__file__).parent.parent

settings.register_profile("house", deadline=None)
settings.load_profile("house")  # how long an example takes depends on who else is at work


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> "Clinic":
    """A small invented clinic, its theft and the truth: 300 patients, 5 with medical data."""
    from tocsin.clinic import build_clinic

    return build_clinic(tmp_path_factory.mktemp("clinique"), patients=300, medical=5, seed=1)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Under CI a skipped test is a failed one: everything a test needs gets installed."""
    if exitstatus == pytest.ExitCode.OK and os.environ.get("CI") and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name what was skipped, and say that it counts."""
    skipped = _skipped(config)
    if not skipped or not os.environ.get("CI"):
        return
    terminalreporter.section("skipped, which fails under CI", red=True)
    for report in skipped:
        terminalreporter.line(f"{report.nodeid}: {_reason(report)}")


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return list(reporter.stats.get("skipped", ())) if reporter else []


def _reason(report: pytest.TestReport) -> str:
    return str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
