# Read by .ci/setup: says things in both languages; finds the system's packages that are missing and installs them.

say() { printf '%s\n' "$@" >&2; }

stop() {
  say "$@"
  ended=yes
  exit 2
}

# A dot every five seconds while a long command is at work; its words go to the log.
beat= began=
watched() {
  local mother=$$ answer=0
  began=$SECONDS
  (
    trap 'kill $! 2>/dev/null; exit' TERM
    while sleep 5 & wait $! && kill -0 "$mother" 2>/dev/null; do printf . >&2; done
  ) 9<&- &
  beat=$!
  "$@" >>"$log" 2>&1 </dev/null || answer=$?
  end_of_beat
  return "$answer"
}

end_of_beat() {
  [ -n "$beat" ] || return 0
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  beat=
  if [ $((SECONDS - began)) -ge 5 ]; then say ""; fi
}

failed() {   # failed WHAT: the log's last words, and what they mean where that is known
  say "" "--- $log" "$(tail -n 12 "$log")" "---"
  if grep -qi 'no space left' "$log"; then
    stop "磁盘已满。请腾出空间后再次运行。" "The disk is full. Make room and run it again."
  elif grep -qiE 'resolve|connection|timed? ?out|unreachable|Unable to locate|not offered|retries' "$log"; then
    stop "软件包无法下载（$1）。请检查网络、代理和证书后再次运行。" \
      "The packages could not be fetched ($1). Check network, proxy and certificates, then run it again."
  elif grep -qi 'No matching distribution' "$log"; then
    stop "此平台或此 Python 版本没有现成的软件包（$1）。支持 x86-64 与 arm64 的 Linux、Python 3.11–3.13。" \
      "There are no ready packages for this platform or Python ($1). Linux on x86-64 or arm64 with Python 3.11 to 3.13 is supported."
  fi
  stop "安装失败（$1），原因见上。" "Installing failed ($1); the reason stands above."
}

# What is missing, by what it is for. Package names are Debian's.
missing_data= missing_window= missing_font= missing_python= missing_tests=

find_missing() {   # find_missing run|dev
  PATH=$PATH:/usr/sbin:/sbin   # where ldconfig is, also for ordinary users
  missing_data= missing_window= missing_font= missing_python= missing_tests=
  has_postgis || missing_data=postgis
  if [ "$(uname)" = Linux ]; then
    missing_window=$(absent_libraries)
    has_font || missing_font=fonts-wqy-microhei
  fi
  if ! find_python; then
    missing_python="python3 python3-venv"
  elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing_python="${python##*/}-venv"
  fi
  if [ "$1" = dev ] && [ "$(uname)" = Linux ]; then
    local pair
    for pair in Xvfb:xvfb xauth:xauth xdotool:xdotool pdftotext:poppler-utils; do
      command -v "${pair%%:*}" >/dev/null || missing_tests+="${pair##*:} "
    done
  fi
  [ -z "$missing_data$missing_window$missing_font$missing_python$missing_tests" ]
}

has_postgis() {
  local control major
  [ -z "${FAULTGIS_PG_BINDIR:-}" ] || return 0
  for control in /usr/share/postgresql/*/extension/postgis.control; do
    major=${control#/usr/share/postgresql/}
    major=${major%%/*}
    if [ -x "/usr/lib/postgresql/$major/bin/postgres" ] && [ "$major" -ge 14 ]; then return 0; fi
  done
  for control in /usr/share/pgsql/extension/postgis.control /usr/share/postgresql/extension/postgis.control \
      /usr/pgsql-*/share/extension/postgis.control /usr/local/pgsql/share/extension/postgis.control \
      /opt/homebrew/share/postgresql*/extension/postgis.control; do
    if [ -e "$control" ]; then return 0; fi
  done
  return 1
}

absent_libraries() {
  local known pair
  known=$(ldconfig -p 2>/dev/null || true)
  for pair in libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libfontconfig.so.1:libfontconfig1 \
      libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3 libxcb-cursor.so.0:libxcb-cursor0 \
      libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4 \
      libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0; do
    case $known in *"${pair%%:*} "*) ;; *) printf '%s ' "${pair##*:}" ;; esac
  done
}

has_font() {
  local folders=(/usr/share/fonts /usr/local/share/fonts "${HOME:-/nowhere}/.fonts" "${HOME:-/nowhere}/.local/share/fonts")
  [ -n "$(find "${folders[@]}" -iname 'wqy-microhei*' -print -quit 2>/dev/null)" ]
}

# The system's own Python first: others may lack the module venv.
find_python() {
  local fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'
  for python in python3 python3.13 python3.12 python3.11 python3.14; do
    if command -v "$python" >/dev/null && "$python" -c "$fits" 2>/dev/null; then return 0; fi
  done
  return 1
}

tell_missing() {
  say "FaultGIS 需要以下系统软件 / FaultGIS needs this software of the system:"
  tell_one "PostgreSQL ≥ 14 + PostGIS ≥ 3.3" "存放数据 / keep the data" "$missing_data"
  tell_one "Qt 6 的系统库 / libraries for Qt 6" "显示窗口 / draw the windows" "$missing_window"
  tell_one "文泉驿微米黑 / WenQuanYi Micro Hei" "屏幕与图件上的中文 / Chinese on screen and maps" "$missing_font"
  tell_one "Python ≥ 3.11 + venv$(old_python)" "运行程序 / run the program" "$missing_python"
  tell_one "Xvfb, xauth, xdotool, pdftotext" "测试 / for the tests" "$missing_tests"
}

tell_one() {
  [ -z "$3" ] || say "  - $1：$2  [${3% }]"
}

old_python() {
  local found
  if ! find_python && found=$(python3 --version 2>/dev/null); then printf '（现有 / here: %s）' "$found"; fi
}

provide_system() {   # provide_system run|dev
  find_missing "$1" && return 0
  tell_missing
  command -v apt-get >/dev/null || explain_elsewhere
  become_root
  check_space /usr 900
  check_space /var 300
  install_with_apt
  if ! find_missing "$1"; then
    say "安装后仍缺少 / Still missing after the installation:"
    tell_missing
    explain_elsewhere
  fi
}

explain_elsewhere() {
  say "请先安装上述软件，然后再次运行。" "Please install them, then run this again. Their names elsewhere:"
  say "  Fedora: dnf install postgresql-server postgis python3 wqy-microhei-fonts libglvnd-egl libglvnd-glx xcb-util-cursor xcb-util-wm xcb-util-keysyms libxkbcommon-x11"
  say "  Arch:   pacman -S postgresql postgis python wqy-microhei libglvnd xcb-util-cursor xcb-util-wm xcb-util-keysyms libxkbcommon-x11"
  say "  macOS:  brew install postgresql@17 postgis python@3.13"
  ended=yes
  exit 2
}

as_root=
become_root() {
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || explain_by_hand "没有 sudo。" "There is no sudo here."
  say "将通过 sudo 用 apt-get 安装。" "They will be installed by apt-get through sudo."
  sudo -n true 2>/dev/null || sudo -v || explain_by_hand "sudo 被拒绝。" "sudo was refused."
  as_root="sudo env"
  local name   # sudo drops them, and apt-get would not get out
  for name in http_proxy https_proxy no_proxy; do
    [ -z "${!name:-}" ] || as_root+=" $name=${!name}"
  done
}

explain_by_hand() {
  say "$@" "请管理员以 root 运行下面的命令，然后再次运行：" "Ask an administrator to run this as root, then run this again:"
  stop "  apt-get update && apt-get install -y --no-install-recommends $(debian_names)"
}

install_with_apt() {
  local names
  local apt=($as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  say "用 apt-get 安装（可能需要几分钟）……" "Installing with apt-get (this may take minutes) ..."
  # 9 is the lock: a service that apt starts would hold it for ever.
  # One source that fails is no matter as long as the packages can be had from others.
  watched "${apt[@]}" update 9<&- || true
  names=$(debian_names)
  no_server_of_its_own
  # shellcheck disable=SC2086
  if ! watched "${apt[@]}" install -y --no-install-recommends $names 9<&-; then
    if grep -q 'dpkg --configure -a' "$log"; then
      say "先完成上次中断的安装。" "Finishing an installation that was broken off before."
      watched $as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a 9<&- || failed "dpkg"
      watched "${apt[@]}" install -y --no-install-recommends $names 9<&- || failed "apt-get"
    else
      failed "apt-get"
    fi
  fi
}

# Debian's PostgreSQL would make and start a server of its own; FaultGIS keeps a private one and needs none.
no_server_of_its_own() {
  local conf=/etc/postgresql-common/createcluster.conf
  [ -n "$missing_data" ] || return 0
  [ ! -e "$conf" ] || return 0
  if dpkg-query -W -f '${Status}' postgresql-common 2>/dev/null | grep -q 'ok installed'; then return 0; fi
  say "PostgreSQL 不会另外启动系统服务（$conf）。" "PostgreSQL will not start a server of its own ($conf)."
  $as_root mkdir -p "${conf%/*}"
  printf '%s\n' "# Written by FaultGIS before PostgreSQL was installed: no server of the system's own." \
    "# To have one, set this to true and run: pg_createcluster VERSION main --start" \
    "create_main_cluster = false" | $as_root tee "$conf" >/dev/null
}

debian_names() {
  local name names=
  for name in $missing_data $missing_window $missing_font $missing_python $missing_tests; do
    case $name in
      postgis) name=$(postgis_package) ;;
      python3) name= ;;
      python3-venv) name=$(python_package) ;;
      *) if ! apt-cache show "$name" >/dev/null 2>&1 && apt-cache show "${name}t64" >/dev/null 2>&1; then name+=t64; fi ;;
    esac
    names+="${name:+$name }"
  done
  printf '%s' "${names% }"
}

# For the PostgreSQL that is here; else for the newest that is offered.
postgis_package() {
  local offered here
  offered=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' 2>/dev/null | cut -d' ' -f1 | sort -t- -k2 -n)
  for here in /usr/lib/postgresql/*/bin/postgres; do
    here=${here#/usr/lib/postgresql/}
    here=postgresql-${here%%/*}-postgis-3
    case $offered in *"$here"*) printf '%s' "$here"; return ;; esac
  done
  printf '%s' "$(printf '%s\n' "${offered:-postgresql-postgis}" | tail -n 1)"
}

python_package() {
  local version offered
  if find_python; then printf 'python3-venv'; return; fi
  offered=$(apt-cache policy python3 2>/dev/null | awk '/Candidate:/ { print $2 }')
  case ${offered:-3.11} in 3.[0-9].* | 3.10.*) ;; *) printf 'python3-venv'; return ;; esac
  for version in 3.13 3.12 3.11; do
    if apt-cache show "python$version-venv" >/dev/null 2>&1; then printf 'python%s-venv' "$version"; return; fi
  done
  printf 'python3-venv'
}
