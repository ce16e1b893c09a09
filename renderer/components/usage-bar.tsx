import { formatOctets } from '../format/numbers.ts';
import { texts } from '../texts.ts';
import './usage-bar.css';

interface UsageBarProps {
  readonly label: string;
  readonly octets: number;
  readonly most: number;
}

const nearlyFull = 0.8;

/** How much of the room is used; it warns before there is none left. */
export function UsageBar({ label, octets, most }: UsageBarProps) {
  const share = most > 0 ? Math.min(1, octets / most) : 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter element shows nothing of little that there is
    <div
      className="usage-bar"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={Math.min(octets, most)}
      aria-valuetext={texts.server.usage(formatOctets(octets), formatOctets(most))}
      data-full={share >= nearlyFull || undefined}
    >
      {octets > 0 && <i style={{ width: `max(0.375rem, ${share * 100}%)` }} />}
    </div>
  );
}
