import { IconAlertTriangle, IconSwitch2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { texts } from '../../texts.ts';

interface StructureLineProps {
  /** How deep it stands: the whole, a page or step, or what is in one. */
  readonly depth?: 'form' | 'page' | 'field';
  readonly current: boolean;
  readonly faults: number;
  readonly conditional?: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** A line of the list of a profile's parts; the one that is chosen has its controls beside the list. */
export function StructureLine(props: StructureLineProps) {
  const { depth, current, faults, conditional = false, onChoose, children } = props;
  return (
    <li>
      <button
        type="button"
        className="form-line"
        data-line
        data-kind={depth}
        aria-current={current ? 'true' : undefined}
        // Tab goes on to the controls of what is chosen; arrows go along the lines.
        tabIndex={current ? 0 : -1}
        onClick={onChoose}
        onFocus={(event) => {
          // Whoever goes along by the arrows chooses what they come to.
          if (event.currentTarget.matches(':focus-visible')) onChoose();
        }}
      >
        <span className="form-line__words">{children}</span>
        {conditional && (
          <IconSwitch2 size="0.9375rem" role="img" aria-label={texts.forms.conditional} className="dim" />
        )}
        {faults > 0 && (
          <IconAlertTriangle
            size="0.9375rem"
            role="img"
            aria-label={texts.forms.faults(faults)}
            className="form-line__fault"
          />
        )}
      </button>
    </li>
  );
}
