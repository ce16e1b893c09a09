import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { UpdateView } from '../../../core/api-updates.ts';
import { hasEnded } from '../../../core/updates/update.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatDateTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { UpdateCard } from './update-card.tsx';
import { outcomeOfPhase } from './update-words.ts';
import './compare-panel.css';
import '../../components/status.css';
import './commands-panel.css';
import './updates-panel.css';

const UpdateDialog = lazy(async () => ({ default: (await import('./update-dialog.tsx')).UpdateDialog }));

const words = texts.deviceUpdates;

/** Updates of a device: the one that is under way or was last, and below it those before. */
export function UpdatesPanel({
  deviceId,
  onLeave,
}: {
  readonly deviceId: string;
  readonly onLeave: () => void;
}) {
  const { state, reload } = useCall('updates', { deviceId });
  useTold('updatesChanged', reload, (event) => event.deviceId === deviceId);
  const [choosing, setChoosing] = useState(false);
  const [shown, setShown] = useState<string>();
  const updates = state.kind === 'answer' ? state.answer : [];
  const current = updates.find(({ order }) => order.updateId === shown) ?? updates[0];
  const others = updates.filter((each) => each !== current);
  const isUnderWay = updates.some(({ attempt }) => !hasEnded(attempt));
  return (
    <section className="tree panel" aria-label={words.title}>
      <div className="compare__head">
        <ActionButton size="sm" icon={<IconArrowLeft size="1rem" />} onRun={onLeave}>
          {words.backToTree}
        </ActionButton>
        <span className="compare__end">
          <ActionButton
            size="sm"
            hotkey="A"
            needs="startUpdate"
            disabled={isUnderWay}
            icon={<IconPlus size="1rem" />}
            onRun={() => setChoosing(true)}
          >
            {words.start}
          </ActionButton>
        </span>
      </div>
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys */}
      <div className="commands" tabIndex={0}>
        {current && <UpdateCard key={current.order.updateId} update={current} onChanged={reload} />}
        {others.length > 0 && (
          <>
            <h2 className="kicker">{words.history}</h2>
            <ol className="commands__list">
              {others.map((update) => (
                <Earlier
                  key={update.order.updateId}
                  update={update}
                  onShow={() => setShown(update.order.updateId)}
                />
              ))}
            </ol>
          </>
        )}
        {updates.length === 0 && state.kind === 'answer' && (
          <EmptyState title={words.emptyTitle} lead={words.emptyLead} />
        )}
      </div>
      <Suspense>
        {choosing && (
          <UpdateDialog
            deviceId={deviceId}
            onClose={() => setChoosing(false)}
            onStarted={(updateId) => {
              setChoosing(false);
              setShown(updateId);
              return reload();
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

function Earlier({ update, onShow }: { readonly update: UpdateView; readonly onShow: () => void }) {
  const { order, phase, createdAt } = update;
  return (
    <li className="command">
      <ActionButton size="sm" tone="subtle" onRun={onShow}>
        {words.headline(order.image.name, order.version)}
      </ActionButton>
      <span className="command__end">
        <span className="status" data-outcome={outcomeOfPhase(phase)}>
          {words.phases[phase]}
        </span>
        <span className="dim">{formatDateTime(createdAt)}</span>
      </span>
    </li>
  );
}
