// A made-up host for working on the page: the same seed and tick always give the same processes.

const SERVICES = [
  ['java', 'java -Xmx1g -XX:+UseSerialGC -jar /srv/orders/app.jar --port 8443', 'app', 'orders.service'],
  ['postgres', '/usr/lib/postgresql/17/bin/postgres -D /var/lib/postgresql/17/main', 'postgres', 'postgresql.service'],
  ['postgres', 'postgres: 17/main: checkpointer', 'postgres', 'postgresql.service'],
  ['nginx', 'nginx: worker process', 'www-data', 'nginx.service'],
  ['nginx', 'nginx: master process /usr/sbin/nginx -g daemon on; master_process on;', 'root', 'nginx.service'],
  ['sshd', 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', 'root', 'ssh.service'],
  ['systemd-journald', '/lib/systemd/systemd-journald', 'root', 'systemd-journald.service'],
  ['systemd-udevd', '/lib/systemd/systemd-udevd', 'root', 'systemd-udevd.service'],
  ['dbus-daemon', '/usr/bin/dbus-daemon --system --address=systemd: --nofork', 'messagebus', 'dbus.service'],
  ['cron', '/usr/sbin/cron -f', 'root', 'cron.service'],
  ['redis-server', '/usr/bin/redis-server 127.0.0.1:6379', 'redis', 'redis-server.service'],
  ['node', 'node /srv/shop/server.js --cluster 4', 'shop', 'shop.service'],
  ['python3', '/usr/bin/python3 /srv/report/worker.py --queue mail --batch 200', 'report', 'report@mail.service'],
  ['containerd-shim', 'containerd-shim-runc-v2 -namespace moby -id 5f3a', 'root', 'containerd.service'],
  ['prometheus', '/usr/bin/prometheus --storage.tsdb.retention.time=15d', 'prometheus', 'prometheus.service'],
  ['bash', '-bash', 'ada', 'session-4.scope'],
  ['rsync', 'rsync -aHAX --delete /srv/ backup:/srv/', 'backup', 'backup.service'],
  ['ffmpeg', 'ffmpeg -i /media/in.mkv -c:v libx264 -preset slow /media/out.mp4', 'media', 'encode@12.service'],
  ['gcc', '/usr/lib/gcc/x86_64-linux-gnu/14/cc1 -quiet -O2 main.c', 'ada', 'session-4.scope'],
  ['tachograph', 'java -jar /usr/lib/tachograph/tachograph.jar up', 'tachograph', 'tachograph.service'],
];
const KERNEL = ['kthreadd', 'rcu_preempt', 'ksoftirqd/0', 'migration/1', 'kworker/0:1-events', 'kworker/u8:2-flush-8:0', 'kswapd0', 'jbd2/sda1-8', 'irq/24-nvme0'];
const HOSTILE = [
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)> "quoted" & so on'],
  ['evil\u001b[31m', '/tmp/evil \u001b[31mred\u001b[0m \u202egpj.exe\u202c zero\u200bwidth\ttab\nnew line'],
  ['(sd-pam)', '(sd-pam)'],
  ['tmux: server', 'tmux new -s день 日本語'],
];
const BOOT = Date.parse('2026-11-11T06:12:04Z');

export class Host {
  constructor(size, interval = 5) {
    this.interval = interval;
    this.size = size;
    this.first = this.tickAt(Date.now()) - Math.floor(3600 / interval);
  }

  tickAt(milliseconds) {
    return Math.floor(milliseconds / 1000 / this.interval);
  }

  stamp(tick) {
    return new Date(tick * this.interval * 1000).toISOString().replace('Z', '123Z');
  }

  /** The table of one tick; every 50th process lives for some ticks only. */
  processes(tick) {
    const rows = [];
    for (let index = 0; index < this.size; index++) {
      if (index % 50 !== 49 || (tick + index) % 7 < 4) {
        rows.push(this.process(index, tick));
      }
    }
    return rows;
  }

  process(index, tick) {
    const random = noise(index + 1, tick);
    const steady = noise(index + 1, 0);
    const kernel = index > 0 && index % 4 === 2;
    const hostile = index % 97 === 40 ? HOSTILE[Math.floor(index / 97) % HOSTILE.length] : null;
    const [name, cmdline, user, unit] =
      index === 0
        ? ['systemd', '/sbin/init', 'root', 'init.scope']
        : kernel
          ? [KERNEL[index % KERNEL.length], '', 'root', null]
          : SERVICES[Math.floor(steady() * SERVICES.length)];
    const busy = steady() < 0.12 && !kernel;
    const cpu = busy ? random() ** 3 * (steady() < 0.15 ? 260 : 60) : random() < 0.2 ? random() * 2 : 0;
    const rss = kernel ? 0 : Math.floor(2e6 + steady() ** 6 * 1.9e9);
    const age = index === 0 ? tick * this.interval - BOOT / 1000 : Math.floor(40 + steady() ** 3 * 1e6);
    const reading = busy && random() < 0.4 ? random() * 9e6 : 0;
    const writing = busy && random() < 0.5 ? random() * 3e6 : 0;
    const foreign = index % 31 === 7;
    const pid = index === 0 ? 1 : 2 + index * 7 + Math.floor(steady() * 6);
    return {
      timestamp: this.stamp(tick),
      pid,
      start_time: new Date(BOOT + index * 61_000).toISOString().replace('Z', '000Z'),
      parent_pid: index === 0 ? 0 : kernel ? 2 : 1,
      name: hostile ? hostile[0] : name,
      cmdline: hostile ? hostile[1] : cmdline,
      user,
      user_id: user === 'root' ? 0 : 1000 + user.length,
      status: cpu > 20 ? 'running' : index % 83 === 5 ? 'disk-sleep' : index % 211 === 9 ? 'zombie' : kernel ? 'idle' : 'sleeping',
      cpu_usage: Math.round(cpu * 10) / 10,
      cpu_time: Math.round(steady() * 9e5) / 100,
      mem_usage: rss,
      virtual_memory: kernel ? 0 : rss * 4 + 180_000_000,
      runtime: age,
      threads: busy ? 1 + Math.floor(steady() * 90) : 1,
      read_bytes: foreign ? null : Math.floor(steady() * 1e9),
      write_bytes: foreign ? null : Math.floor(steady() * 1e8),
      read_rate: foreign ? null : reading,
      write_rate: foreign ? null : writing,
      open_files: foreign ? null : kernel ? 0 : 4 + Math.floor(steady() * 120),
      unit,
      container: name === 'node' ? 'shop-1' : null,
      cgroup: unit === null ? '/' : `/system.slice/${unit}`,
      kernel_thread: kernel,
    };
  }
}

function noise(a, b) {
  let state = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 11, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
