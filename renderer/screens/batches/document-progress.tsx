import { useEffect, useState } from 'react';
import { listen } from '../../bench.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { texts } from '../../texts.ts';

/** How far the document is that is being written. */
export function DocumentProgress() {
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  useEffect(() => listen('documentProgress', setProgress), []);
  const { done, total } = progress;
  return (
    <div className="document-progress" role="status">
      <p className="dim">{total === 0 ? texts.documents.preparing : texts.documents.writing(done, total)}</p>
      <ProgressBar label={texts.documents.progress} total={total} done={done} failed={0} inWork={0} />
    </div>
  );
}
