"""What the plan of a drop says, line by line: how much, what will not pass and why, what is there already, how, how
long."""

from __future__ import annotations

from dataclasses import dataclass

from mailferry.transfer.foresight import Foreseen
from mailferry.transfer.survey import Survey
from mailferry.transfer.values import AccountView, ImportOptions
from mailferry.ui import figures, words
from mailferry.ui.engine_words import told
from mailferry.ui.words import translate


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a drop. `options` are as they are chosen now; `foreseen` is None until a server has told
    something; `pace` is in octets a second, None if nothing was imported there yet; `waiting` drops come after it.
    `under_way`: an import of the same mail into the account has not come to its end. `onto_inbox`:
    it was dropped there, so that its folders go below."""

    view: AccountView
    note: str
    options: ImportOptions
    survey: Survey
    foreseen: Foreseen | None
    pace: float | None
    waiting: int
    under_way: bool = False
    onto_inbox: bool = False

    @property
    def complete(self) -> bool:
        """Whether all is counted."""
        return self.survey.complete and (not self.survey.accounts or (
            self.foreseen is not None and self.foreseen.complete))

    @property
    def messages(self) -> int:
        """The messages that are known of."""
        return self.survey.messages + (sum(folder.messages for folder in self.foreseen.folders) if self.foreseen else 0)

    @property
    def octets(self) -> int:
        """Their octets as stored."""
        return self.survey.octets + (sum(folder.octets for folder in self.foreseen.folders) if self.foreseen else 0)


def lines(known: Known) -> list[str]:
    """The lines; what cannot be read comes last, since it may be long."""
    if known.complete and not known.messages and not known.survey.left_out and not known.survey.accounts:
        said = [translate("Plan", "There is no mail in it.")]
    else:
        said = [*_how_much(known), *_what_not(known), *_how(known)]
    if known.survey.unreadable:
        said.append(translate("Plan", "{0} cannot be read:").format(figures.number(known.survey.unreadable)))
        said += map(told, known.survey.problems)
    return said


def _how_much(known: Known) -> list[str]:
    survey, options = known.survey, known.options
    many = translate("Plan", "{0}, {1}").format(words.messages(known.messages), figures.size(known.octets))
    said = [many if known.complete else translate("Plan", "{0} so far, still counting ...").format(many)]
    if survey.accounts and known.foreseen is not None and known.foreseen.problem:
        said = [translate("Plan", "What the other account holds is counted while it is read: {0}").format(
            told(known.foreseen.problem))]
    elif survey.accounts and (options.since is not None or options.before is not None or options.leave_out_deleted):
        said.append(translate("Plan", "What is left out by what is chosen here is counted while it is read."))
    if known.note:
        said.append(known.note)
    if known.onto_inbox and sum(bool(folder.folder) for folder in survey.folders) > 1:
        said.append(translate("Plan", "The folders go below Inbox. To have them beside it, choose the account itself."))
    if survey.unread and not options.mark_read:
        said.append(_counted(survey.unread, translate("Plan", "1 of them is unread."),
                             translate("Plan", "{0} of them are unread.")))
    if survey.left_out:
        said.append(_counted(survey.left_out, translate("Plan", "1 is left out by what is chosen here."),
                             translate("Plan", "{0} are left out by what is chosen here.")))
    if survey.deleted and not options.leave_out_deleted:
        said.append(_counted(survey.deleted, translate(
            "Plan", "1 is marked as deleted in its source, and arrives without that mark."), translate(
            "Plan", "{0} are marked as deleted in their source, and arrive without that mark.")))
    if survey.empty:
        said.append(_counted(survey.empty, translate(
            "Plan", "1 more is empty and is left out: there is nothing to send of it."), translate(
            "Plan", "{0} more are empty and are left out: there is nothing to send of them.")))
    if survey.made:
        said.append(_counted(survey.made, translate(
            "Plan", "1 is made of what Outlook keeps: whole, but not as it was sent."), translate(
            "Plan", "{0} are made of what Outlook keeps: whole, but not as they were sent.")))
    return said


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(figures.number(count))


def _what_not(known: Known) -> list[str]:
    survey, view, said = known.survey, known.view, []
    if survey.too_large and view.facts is not None and view.facts.append_limit is not None:
        larger = translate("Plan", "1 is larger than the {1} that this server takes: it will refuse it.") if (
            survey.too_large == 1) else translate(
            "Plan", "{0} are larger than the {1} that this server takes: it will refuse them.")
        said.append(larger.format(figures.number(survey.too_large), figures.size(view.facts.append_limit)))
    if view.quota is not None and known.octets > view.quota.room:
        said.append(translate("Plan", "The account has room for {0}, says the server: what does not fit will "
                                      "wait.").format(figures.size(view.quota.room)))
    return said


def _how(known: Known) -> list[str]:
    said = [_present(known)]
    if known.under_way:
        again = translate("Plan", "It is being imported into this account right now: what arrives of that is imported "
                                  "once more all the same.")
        said.append(again if known.options.keep_duplicates else translate(
            "Plan", "It is being imported into this account right now: what arrives of that is not sent again."))
    if known.view.facts is not None:
        said.append(translate("Plan", "How: {0}.").format(words.delivery(known.view.facts.delivery)))
    if known.complete and known.octets:
        said.append(translate("Plan", "At the pace of earlier imports: {0}.").format(
            words.duration(known.octets / known.pace)) if known.pace else translate(
            "Plan", "How long it takes is not known yet."))
    if words.is_practice(known.view.name):
        said.append(translate("Plan", "This is for practice only: the mailbox is empty again when the window closes."))
    if known.waiting == 1:
        said.append(translate("Plan", "One more drop waits for its plan."))
    elif known.waiting:
        said.append(translate("Plan", "{0} more drops wait for their plan.").format(figures.number(known.waiting)))
    return said


def _present(known: Known) -> str:
    """What becomes of what is there already, with its number where that is known."""
    foreseen, keep = known.foreseen, known.options.keep_duplicates
    if foreseen is None or foreseen.present is None:
        return translate("Plan", "What is in the mailbox already is imported all the same.") if keep else translate(
            "Plan", "What is in the mailbox already is not sent again.")
    if not foreseen.complete:
        return _counted(foreseen.present, translate(
            "Plan", "1 of them is in the mailbox already, still comparing ..."), translate(
            "Plan", "{0} of them are in the mailbox already, still comparing ..."))
    if foreseen.present == 0:
        return translate("Plan", "None of them is in the mailbox already.")
    if keep:
        return _counted(foreseen.present, translate(
            "Plan", "1 of them is in the mailbox already, and is imported all the same."), translate(
            "Plan", "{0} of them are in the mailbox already, and are imported all the same."))
    return _counted(foreseen.present, translate(
        "Plan", "1 of them is in the mailbox already, and is not sent again."), translate(
        "Plan", "{0} of them are in the mailbox already, and are not sent again."))
