"""SLURM with this machine as its only node: three daemons and their files in a folder."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DAEMONS = ("munged", "slurmctld", "slurmd")
_PATIENCE_S = 30
_CONF = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={first_port}
SlurmdPort={second_port}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
KillWait=5
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} RealMemory={memory_mb} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""
_SRUN = """#!/bin/sh
# What starts a step is not told where SLURM's settings are. No cgroup holds a job here to the
# memory that it asked for: a limit on address space does.
export SLURM_CONF={folder}/slurm.conf
memory_mb=$(squeue --noheader --job "$SLURM_JOB_ID" --format %m | tr -d M)
ulimit -v $(( memory_mb * 1024 ))
exec {srun} "$@"
"""


def lack() -> str:
    """Why there can be no such cluster here; empty if there can."""
    absent = [name for name in (*_DAEMONS, "srun", "sbatch") if not _where(name)]
    if absent:
        return f"{', '.join(absent)} not installed; on Debian: apt install slurm-wlm munge"
    if os.geteuid():
        return "SLURM's daemons want to be root's"
    return ""


@contextmanager
def one_node(folder: Path) -> Iterator[dict[str, str]]:
    """A cluster in a folder, while it lasts: variables of the environment that lead to it."""
    _write(folder)
    conf, host = folder / "slurm.conf", socket.gethostname().partition(".")[0]
    environment = os.environ | {"SLURM_CONF": str(conf)}
    running = [
        _start(folder, "munged", "--foreground", "--force", *_munge(folder)),
        _start(folder, "slurmctld", "-D", "-f", str(conf)),
        _start(folder, "slurmd", "-D", "-f", str(conf), "-N", host),
    ]
    try:
        _wait(environment)
        yield {"SLURM_CONF": str(conf), "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    finally:
        subprocess.run(["scancel", "--quiet", "--user=root"], env=environment, check=False)
        for process in reversed(running):
            process.terminate()
            process.wait()


def _write(folder: Path) -> None:
    for name in ("state", "spool", "bin"):
        (folder / name).mkdir(parents=True, mode=0o755)
    first_port, second_port = _free_ports(2)
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 9 // 10 >> 20
    told = {
        "host": socket.gethostname().partition(".")[0],
        "first_port": first_port,
        "second_port": second_port,
        "folder": folder,
        "cores": os.cpu_count(),
        "memory_mb": memory_mb,
    }
    (folder / "slurm.conf").write_text(_CONF.format(**told))
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o600)
    wrapper = folder / "bin/srun"
    wrapper.write_text(_SRUN.format(folder=folder, srun=_where("srun")))
    wrapper.chmod(0o755)


def _munge(folder: Path) -> list[str]:
    files = {"key-file": "munge.key", "socket": "munge.socket", "pid-file": "munged.pid"}
    files |= {"log-file": "munged.log", "seed-file": "munge.seed"}
    return [f"--{option}={folder / name}" for option, name in files.items()]


def _start(folder: Path, name: str, *options: str) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.out").open("wb") as out:
        return subprocess.Popen([_where(name), *options], stdout=out, stderr=out)


def _wait(environment: dict[str, str]) -> None:
    """Until the node takes jobs."""
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends:
        asked = subprocess.run(
            ["sinfo", "--noheader", "--format=%t"], env=environment, capture_output=True, text=True
        )
        if asked.stdout.strip() == "idle":
            return
        time.sleep(0.2)
    raise TimeoutError("the node does not come up: see the logs in its folder")


def _where(name: str) -> str:
    return shutil.which(name, path=f"/usr/sbin:/sbin:{os.environ['PATH']}") or ""


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
