# Holds the processes of one control plane and its folder ($1) for as long as somebody holds this script's input open.
# The end of input is the one sign that its owner is gone, however it went. Signals are ignored for the same reason:
# Ctrl-C and a terminating session reach the owner too, which may still need the API server for an orderly end.
trap '' INT HUP TERM PIPE
umask 077
folder=$1
mkdir "$folder" || exit 1
echo ready

processes=
while read -r verb what; do
  case $verb in
    start)
      # The script replaces itself with the program: its process id is the program's.
      sh "$folder/$what.sh" </dev/null >>"$folder/$what.log" 2>&1 &
      processes="$processes $!"
      echo "started $!"
      ;;
    stop)
      kill -KILL "$what" 2>/dev/null
      wait "$what" 2>/dev/null
      others=
      for process in $processes; do
        [ "$process" = "$what" ] || others="$others $process"
      done
      processes=$others
      echo "stopped $what"
      ;;
    pause)
      kill -STOP "$what"
      echo "paused $what"
      ;;
    resume)
      kill -CONT "$what"
      echo "resumed $what"
      ;;
  esac
done

for process in $processes; do
  kill -KILL "$process" 2>/dev/null
done
wait
rm -rf "$folder"
