/** A green tick. Only for what main reported as done. */
export function OkMark() {
  return (
    <svg viewBox="0 0 100 100" className="mark mark--ok" aria-hidden="true">
      <path d="M22 53 41 72 79 30" pathLength={100} />
    </svg>
  );
}

/** A red cross. */
export function BadMark() {
  return (
    <svg viewBox="0 0 100 100" className="mark mark--bad" aria-hidden="true">
      <path d="M28 28 72 72" pathLength={100} />
      <path d="M72 28 28 72" pathLength={100} />
    </svg>
  );
}

/** Something is gone that will come back. */
export function WarnMark() {
  return (
    <svg viewBox="0 0 100 100" className="mark mark--warn" aria-hidden="true">
      <path d="M50 24 50 58" pathLength={100} />
      <path d="M50 75 50 76" pathLength={100} />
    </svg>
  );
}
