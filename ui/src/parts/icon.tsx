/** Drawn here, 16 units square, in the colour of the text beside it. */
const SHAPES = {
  disc: (
    <>
      <circle cx="8" cy="8" r="6.75" class="ring" />
      <path d="M3.4 9.2 5.6 9.2 7 4.6 8.8 11.6 10.2 7.4 12.6 7.4" class="trace" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13" />
    </>
  ),
  moon: <path d="M13.2 9.6A5.7 5.7 0 0 1 6.4 2.8a5.7 5.7 0 1 0 6.8 6.8Z" />,
  system: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" class="filled" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.2 1.6" />
    </>
  ),
  back: <path d="M9.8 3.5 5.3 8l4.5 4.5" />,
  on: <path d="M6.2 3.5 10.7 8l-4.5 4.5" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 3.5v-.3c0-.4-.3-.7-.7-.7H3.2c-.4 0-.7.3-.7.7v6.6c0 .4.3.7.7.7h.3" />
    </>
  ),
  check: <path d="m3.5 8.5 3 3 6-7" />,
  gap: <path d="M1.5 8h3.2M11.3 8h3.2M6.2 5v6M9.8 5v6" />,
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.5" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  empty: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M5.5 8h5" />
    </>
  ),
  warn: <path d="M8 2.5 14.2 13.5H1.8ZM8 6.5v3M8 11.4v.2" />,
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
