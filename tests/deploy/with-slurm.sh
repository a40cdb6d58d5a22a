#!/usr/bin/env bash
# Runs a command beside a Slurm of its own, with controller, node and munge on this machine, and ends them all after it:
#
#   with-slurm.sh FOLDER COMMAND...
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"/{state,spool}
host=$(hostname -s)
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }

stop() {
  for name in slurmd slurmctld munged; do
    if [[ -s $folder/$name.pid ]]; then kill "$(<"$folder/$name.pid")" 2>/dev/null || true; fi
  done
}
trap stop EXIT

# A munge of its own: key, socket and seed in the folder, so that one of the system is left alone.
dd if=/dev/urandom of="$folder/munge.key" bs=1024 count=1 status=none
chmod 400 "$folder/munge.key"
chmod 755 "$folder"
mkdir -p "$folder/munge"
chown -R munge "$folder/munge" "$folder/munge.key"
setpriv --reuid munge --regid munge --clear-groups munged --force --key-file "$folder/munge.key" --socket "$folder/munge/socket" \
  --pid-file "$folder/munge/munged.pid" --log-file "$folder/munge/log" --seed-file "$folder/munge/seed"
cp "$folder/munge/munged.pid" "$folder/munged.pid"

cat >"$folder/slurm.conf" <<CONF
ClusterName=cinsim
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
# A task that is queued again waits a short while only.
SchedulerParameters=batch_sched_delay=1,sched_interval=2
KillWait=5
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm.conf
slurmctld
slurmd
for ((i = 0; i < 100; i++)); do
  [[ $(sinfo --noheader --format=%T 2>/dev/null) == idle ]] && break
  sleep 0.2
done
"$@"
