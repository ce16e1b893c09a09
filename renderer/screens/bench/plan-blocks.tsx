import { useRef } from 'react';
import { texts } from '../../texts.ts';
import { type Block, drawnBlocks, paintBlocks } from './blocks.ts';
import './plan-blocks.css';

interface PlanBlocksProps {
  /** How far the plan of a card is; missing while there is nothing to count. */
  readonly progress:
    | { readonly step: 'write' | 'verify'; readonly done: number; readonly total: number }
    | undefined;
}

/** The blocks of a card as they are written and read back. */
export function PlanBlocks({ progress }: PlanBlocksProps) {
  const painted = useRef<readonly Block[]>([]);
  if (!progress)
    return (
      <div className="blocks" data-waits="" aria-hidden="true">
        {Array.from({ length: drawnBlocks }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks have no other name than their place
          <i key={index} />
        ))}
      </div>
    );
  painted.current = paintBlocks(painted.current, progress.step, progress);
  return (
    <div
      className="blocks"
      role="progressbar"
      aria-label={texts.bench.progress}
      aria-valuemin={0}
      aria-valuemax={progress.total}
      aria-valuenow={progress.done}
    >
      {painted.current.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks have no other name than their place
        <i key={index} data-on={block} />
      ))}
    </div>
  );
}
