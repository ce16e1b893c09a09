import { create } from 'zustand';
import type { AlertRulesView } from '../../core/api-alerts.ts';
import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import { texts } from '../texts.ts';
import { draftOf, newDraft, type RuleDraft, ruleOf } from './alert-rule-draft.ts';

interface AlertRulesStore {
  /** The rules in force; missing until main has told them. */
  readonly view: AlertRulesView | undefined;
  readonly fault: Fault | undefined;
  /** The rules as they are on the screen, in their order. */
  readonly drafts: readonly RuleDraft[];
  /** Whether they are other than those in force when they were loaded. */
  readonly isChanged: boolean;
  /** The revision that the drafts began with; a newer one cannot be saved over. */
  readonly revision: number;
  readonly chosen: string | undefined;
  /** Asks main; drafts that somebody has changed stay. */
  readonly load: () => Promise<void>;
  readonly choose: (ruleId: string) => void;
  readonly change: (ruleId: string, part: Partial<RuleDraft>) => void;
  readonly add: () => void;
  readonly copy: (ruleId: string) => void;
  readonly remove: (ruleId: string) => void;
  /** One place towards the first (-1) or the last (1). */
  readonly move: (ruleId: string, by: -1 | 1) => void;
  readonly discard: () => void;
  /** Forgets everything: whoever is there now may not see what was loaded before. */
  readonly forget: () => void;
  /** Answers why the rules were not saved, if they were not. */
  readonly save: () => Promise<Fault | undefined>;
}

/** The rules as somebody edits them: they outlive a look at another screen. */
export const useAlertRules = create<AlertRulesStore>()((set, get) => {
  const edit = (drafts: readonly RuleDraft[], chosen = get().chosen) =>
    set({ drafts, chosen, isChanged: JSON.stringify(drafts) !== JSON.stringify(inForce(get().view)) });
  const begin = (view: AlertRulesView) => {
    const drafts = inForce(view);
    const { chosen } = get();
    set({
      ...{ view, drafts, isChanged: false, revision: view.revision },
      chosen: drafts.some(({ ruleId }) => ruleId === chosen) ? chosen : drafts[0]?.ruleId,
    });
  };
  return {
    view: undefined,
    fault: undefined,
    drafts: [],
    isChanged: false,
    revision: 0,
    chosen: undefined,
    load: async () => {
      const result = await call('alertRules', {});
      if (result.kind === 'fault') return set({ fault: result.fault });
      set({ fault: undefined });
      if (get().isChanged) set({ view: result.answer });
      else begin(result.answer);
    },
    choose: (chosen) => set({ chosen }),
    change: (ruleId, part) =>
      edit(get().drafts.map((draft) => (draft.ruleId === ruleId ? { ...draft, ...part } : draft))),
    add: () => {
      const ruleId = crypto.randomUUID();
      edit([...get().drafts, newDraft(ruleId, texts.alertRules.newName)], ruleId);
    },
    copy: (ruleId) => {
      const copied = crypto.randomUUID();
      edit(
        get().drafts.flatMap((draft) =>
          draft.ruleId === ruleId
            ? [
                draft,
                { ...draft, ruleId: copied, name: texts.alertRules.copyName(draft.name), enabled: false },
              ]
            : [draft],
        ),
        copied,
      );
    },
    remove: (ruleId) => {
      const { drafts } = get();
      const at = drafts.findIndex((draft) => draft.ruleId === ruleId);
      const left = drafts.filter((draft) => draft.ruleId !== ruleId);
      edit(left, (left[at] ?? left.at(-1))?.ruleId);
    },
    move: (ruleId, by) => {
      const drafts = [...get().drafts];
      const at = drafts.findIndex((draft) => draft.ruleId === ruleId);
      const [moved] = at < 0 ? [] : drafts.splice(at, 1);
      if (moved) edit(drafts.toSpliced(Math.max(0, at + by), 0, moved));
    },
    discard: () => {
      const { view } = get();
      if (view) begin(view);
    },
    forget: () => set({ view: undefined, drafts: [], isChanged: false, revision: 0, chosen: undefined }),
    save: async () => {
      const rules = get().drafts.flatMap((draft) => {
        const outcome = ruleOf(draft);
        return outcome.kind === 'rule' ? [outcome.rule] : [];
      });
      // A rule that is not complete would be lost without a word.
      if (rules.length !== get().drafts.length) return undefined;
      const result = await call('saveAlertRules', { revision: get().revision, rules });
      if (result.kind === 'fault') {
        await get().load();
        return result.fault;
      }
      begin(result.answer);
      return undefined;
    },
  };
});

function inForce(view: AlertRulesView | undefined): readonly RuleDraft[] {
  return view?.rules.map(draftOf) ?? [];
}
