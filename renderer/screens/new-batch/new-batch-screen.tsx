import { IconArrowRight, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import type { BatchCheck, ListProgress } from '../../../core/api-orders.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { type NewBatchPlace, useNavigation } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { outcomeOf } from './check-outcome.ts';
import { CheckResult } from './check-result.tsx';
import { FileDrop } from './file-drop.tsx';
import { ProfileChoice } from './profile-choice.tsx';
import { openList } from './read-file.ts';
import { RunStep } from './run-step.tsx';
import { type Order, useOrder } from './use-order.ts';
import './new-batch-screen.css';

/** A new batch in two steps: the files, checked whole; then who works on it, and how. */
export default function NewBatchScreen({ place }: { readonly place: NewBatchPlace }) {
  const order = useOrder(place.profile);
  const [step, setStep] = useState<1 | 2>(1);
  const { checking, profile, list } = order;
  const startable = checking.kind === 'checked' && outcomeOf(checking.check).startable;
  if (step === 2 && startable && profile && list)
    return (
      <RunStep
        profile={profile.file}
        list={list}
        reading={order.reading}
        check={checking.check}
        onBack={() => setStep(1)}
      />
    );
  return (
    <ScreenFrame
      title={texts.newBatch.title}
      kicker={texts.newBatch.stepOf(1)}
      subtitle={texts.newBatch.steps[0]}
      actions={
        <>
          <ActionButton onRun={useNavigation.getState().back} hotkey="Escape">
            {texts.common.cancel}
          </ActionButton>
          <ActionButton
            tone={profile && list ? 'quiet' : 'primary'}
            icon={<IconSparkles size="1.0625rem" />}
            hotkey="U"
            onRun={order.takeSample}
          >
            {texts.newBatch.useSample}
          </ActionButton>
          <ActionButton
            tone={profile && list ? 'primary' : 'quiet'}
            hotkey="Enter"
            icon={<IconArrowRight size="1.0625rem" />}
            disabled={!startable}
            onRun={() => setStep(2)}
          >
            {texts.newBatch.next}
          </ActionButton>
        </>
      }
    >
      <div className="new-batch__files">
        <ProfileChoice
          chosen={profile}
          onChoose={order.setProfile}
          isFine={checking.kind === 'checked' && checking.check.profile !== undefined}
          about={
            checking.kind === 'checked' &&
            checking.check.profile &&
            texts.common.profileTag(checking.check.profile.name, checking.check.profile.version)
          }
        />
        <FileDrop
          title={texts.newBatch.list}
          hint={texts.newBatch.listHint}
          file={list}
          take={openList}
          onFile={order.setList}
          about={checking.kind === 'checked' && <ListAbout check={checking.check} />}
        />
      </div>
      <Check order={order} />
    </ScreenFrame>
  );
}

/** What is known of the list, and how it was read where that is worth saying. */
function ListAbout({ check }: { readonly check: BatchCheck }) {
  const { rows, sheet, encoding } = check;
  const read = [sheet && texts.newBatch.sheetIs(sheet), encoding && encoding !== 'utf-8' && encoding];
  return [texts.newBatch.rows(rows), ...read.filter(Boolean)].join(' · ');
}

function Check({ order }: { readonly order: Order }) {
  const { checking } = order;
  // What was found before is shown until a change of the columns has been checked: the field in work stays.
  const check =
    checking.kind === 'checked' ? checking.check : checking.kind === 'checking' && checking.before;
  if (check) return order.list ? <CheckResult order={order} list={order.list} check={check} /> : null;
  switch (checking.kind) {
    case 'none':
      return <p className="new-batch__waiting dim">{texts.newBatch.waitingForFiles}</p>;
    case 'checking':
      return (
        <div className="new-batch__reading">
          <Loading words={progressWords(checking.progress)} />
          <ActionButton hotkey="X" onRun={order.dropList}>
            {texts.newBatch.giveUp}
          </ActionButton>
        </div>
      );
    case 'fault':
      return <FaultNotice fault={checking.fault} />;
    case 'checked':
      return null;
  }
}

function progressWords(progress: ListProgress | undefined): string {
  if (progress === undefined || progress.total === 0) return texts.newBatch.checking;
  return texts.newBatch.progress(progress.stage, Math.floor((progress.done / progress.total) * 100));
}
