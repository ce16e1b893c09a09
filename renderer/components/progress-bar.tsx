import './progress-bar.css';

interface ProgressBarProps {
  readonly label: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inWork: number;
}

/** How far a batch is: done, failed and in work as parts of the whole. */
export function ProgressBar({ label, total, done, failed, inWork }: ProgressBarProps) {
  const share = (rows: number) => ({ width: `${total > 0 ? (rows / total) * 100 : 0}%` });
  return (
    <div
      className="progress-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <i className="progress-bar__done" style={share(done)} />
      <i className="progress-bar__failed" style={share(failed)} />
      <i className="progress-bar__work" style={share(inWork)} />
    </div>
  );
}
