import type { Severity } from '../../../core/alerts/severity.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

const tones: Readonly<Record<Severity, Tone>> = {
  fatal: 'bad',
  critical: 'bad',
  minor: 'warn',
  warning: 'warn',
  informational: 'plain',
  harmless: 'plain',
  indeterminate: 'plain',
};

/** How grave an alert is, in words; the colour says no more than they do. */
export function SeverityTag({ severity }: { readonly severity: Severity }) {
  return <Tag tone={tones[severity]}>{texts.alerts.severities[severity]}</Tag>;
}
