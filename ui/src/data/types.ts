/** The answers of the HTTP API, as docs/http.md describes them. `null` means "not known", never zero. */

export interface Process {
  readonly timestamp: string;
  readonly pid: number;
  readonly start_time: string | null;
  readonly parent_pid: number | null;
  readonly name: string | null;
  readonly cmdline: string | null;
  readonly user: string | null;
  readonly user_id: number | null;
  readonly status: string | null;
  readonly cpu_usage: number | null;
  readonly cpu_time: number | null;
  readonly mem_usage: number | null;
  readonly virtual_memory: number | null;
  readonly runtime: number | null;
  readonly threads: number | null;
  readonly read_bytes: number | null;
  readonly write_bytes: number | null;
  readonly read_rate: number | null;
  readonly write_rate: number | null;
  readonly open_files: number | null;
  readonly unit: string | null;
  readonly container: string | null;
  readonly cgroup: string | null;
  readonly kernel_thread: boolean | null;
}

export interface Gap {
  readonly stream: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly cause: string;
  readonly count: number | null;
  readonly detail: string | null;
}

export interface GapList {
  readonly total: number;
  readonly truncated: boolean;
  readonly gaps: readonly Gap[];
}

export interface ProcessTable {
  readonly timestamp: string | null;
  readonly tick: number | null;
  readonly interval_seconds: number | null;
  readonly at: string | null;
  readonly total: number;
  readonly truncated: boolean;
  readonly elapsed_ms: number;
  readonly gap: Gap | null;
  readonly previous: string | null;
  readonly next: string | null;
  readonly processes: readonly Process[];
}

export interface TypeHealth {
  readonly oldest: string | null;
  readonly newest: string | null;
  /** Null where nothing enforces one. */
  readonly limit_bytes: number | null;
  readonly bytes_per_day?: number | null;
}

export interface Forecast {
  readonly bytes_per_day: number | null;
  /** Days of which the limits of size hold at this rate. */
  readonly holds_days: number | null;
  /** Days that it reaches back once the first limit is reached. */
  readonly reaches_days: number | null;
  readonly next_eviction: { readonly timestamp: string; readonly type: string; readonly by: string } | null;
}

/** What an incident bundle says of itself. */
export interface BundleOrigin {
  readonly host: string;
  readonly from: string;
  readonly to: string;
  readonly created: string;
  readonly redacted: boolean;
  readonly version: string;
}

export interface StorageHealth {
  readonly bundle?: BundleOrigin | null;
  readonly hostname?: string | null;
  readonly database_size_bytes: number | null;
  readonly recording: {
    readonly status: string;
    readonly problems: readonly string[];
    readonly interval_seconds: number;
    readonly ticks_missed: number | null;
    readonly ticks_dropped: number | null;
    readonly gap_count: number | null;
    readonly last_error: string | null;
  };
  readonly types: Readonly<Record<string, TypeHealth | null>>;
  readonly forecast?: Forecast | null;
  readonly last_commit: { readonly timestamp: string; readonly duration_ms: number | null } | null;
  readonly data_directory: string | null;
  readonly recorder: {
    readonly pid: number | null;
    readonly version: string | null;
    readonly cpu_percent: number | null;
    readonly rss_bytes: number | null;
  } | null;
}

/** RFC 9457, with the name of the parameter at fault where there is one. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly parameter: string | null;
}

/** A process instance: a pid alone is used again after an exit. */
export function identity(process: Process): string {
  return `${process.pid}@${process.start_time ?? ''}`;
}
