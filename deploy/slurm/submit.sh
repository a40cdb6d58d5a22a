#!/usr/bin/env bash
# Submits a batch in parts, and the job that puts them together when all have ended, or says which of them is missing:
#
#   deploy/slurm/submit.sh my-policy.yaml results 8 [further flags of sbatch]
set -euo pipefail

if (($# < 3)); then
  echo "usage: $0 SCENARIO FOLDER PARTS [flags of sbatch]" >&2
  exit 2
fi
scenario=$1 out=$2 parts=$3
shift 3
[[ -f $scenario ]] || { echo "$0: there is no scenario $scenario" >&2; exit 2; }
[[ $parts =~ ^[1-9][0-9]*$ ]] || { echo "$0: $parts is not a number of parts" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$out"
export SCENARIO=$scenario OUT=$out PARTS=$parts

job=$(sbatch --parsable --array="1-$parts" --output="$out/part-%a.log" "$@" "$here/cinsim-array.sbatch")
folders=()
for ((part = 1; part <= parts; part++)); do folders+=("$out/part-$part-of-$parts"); done
command="${CINSIM:-cinsim} merge $(printf '%q ' "${folders[@]}")--out $(printf '%q' "$out/whole") --quiet"
merge=$(sbatch --parsable --dependency="afterany:$job" --job-name=cinsim-merge --output="$out/merge.log" "$@" --wrap="$command")
echo "parts: job $job, merge: job $merge, result: $out/whole"
