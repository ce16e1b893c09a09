import { formatNumber } from '../../format/numbers.ts';
import { useGraveAlerts } from '../../stores/alerts.ts';
import './alert-badge.css';

const mostShown = 99;

/** How many grave alerts nobody has acknowledged, on an entry of the navigation, which says it in words. */
export function AlertBadge() {
  const grave = useGraveAlerts();
  if (grave === 0) return null;
  return (
    <span className="alert-badge" aria-hidden="true">
      {grave > mostShown ? `${mostShown}+` : formatNumber(grave)}
    </span>
  );
}
