import type { OutlineEntry } from '../../../core/provisioning/profile-outline.ts';
import { goAlong } from '../../components/go-along.ts';
import { texts } from '../../texts.ts';

interface OutlineProps {
  readonly entries: readonly OutlineEntry[];
  readonly onGo: (offset: number) => void;
}

/** The parts of the text in their order; a click leads there. */
export function Outline({ entries, onGo }: OutlineProps) {
  if (entries.length === 0) return <p className="text-side__none dim">{texts.profiles.outlineEmpty}</p>;
  return (
    <nav className="outline" aria-label={texts.profiles.sides.outline} onKeyDown={goAlong}>
      <ol>
        {entries.map((entry) => (
          <li key={entry.offset}>
            <button
              type="button"
              className="outline__entry"
              data-line
              data-level={entry.level}
              title={entry.detail}
              onClick={() => onGo(entry.offset)}
            >
              <span className="outline__name">{nameOf(entry)}</span>
              {entry.detail !== undefined && <span className="outline__detail dim">{entry.detail}</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function nameOf({ level, name }: OutlineEntry): string {
  const { sections } = texts.profiles;
  return level === 1 && Object.hasOwn(sections, name) ? (sections[name] ?? name) : name;
}
