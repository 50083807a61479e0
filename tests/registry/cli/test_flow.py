"""From nothing but a catalog to a published set, a contract and its check: every step by its command."""

from uuid import uuid4

from registry.cli.yaml_files import to_yaml
from tests.registry.cli.story import CHOICE, DEFINITION, RESPECT, SET, a_contract, terms
from tests.registry.cli.support import OFFLINE, in_a_process
from tests.support import definition_content


def test_a_draft_is_hidden_until_its_comment_window(definition):
    assert (definition.hidden.code, definition.hidden.out) == (3, "")
    assert definition.hidden.err.startswith("PROPOSAL_NOT_FOUND: ")
    assert definition.window.line == f"Opened for comment: {DEFINITION}, stage comment."


def test_comments_show_what_was_said_and_done(definition):
    assert "you said  Who listens to me?\nwe did    accepted\nbecause   We added it." in definition.comments.out


def test_a_ballot_is_confirmed_without_its_choice(definition):
    said, receipt = definition.cast.out.splitlines()
    assert said.startswith("Your ballot is cast. You can change or withdraw it until 20")
    assert receipt.startswith("Your receipt is ")
    assert definition.withdrawn.line.startswith("Your ballot is withdrawn. You can vote again until 20")
    assert definition.typed.code == 0
    for said in (definition.cast, definition.withdrawn, definition.typed):
        assert "reject" not in said.out + said.err
        assert "approve" not in said.out + said.err


def test_refusals_have_the_exit_codes_of_their_kind(definition):
    assert (definition.not_on_roll.code, definition.too_early.code) == (4, 5)
    assert definition.too_early.err.startswith("VOTE_STILL_OPEN: ")


def test_a_certified_vote_adopts_the_definition(shell, definition):
    assert definition.certified.line == f"The vote on {DEFINITION} is final; the outcome is: adopted."
    shown = shell.does("vote", "show", definition.vote)
    assert "You can approve, reject or abstain." in shown.out
    assert "member condition" in shown.out
    result = shell.does("vote", "list", "--jurisdiction", "US-TN", "--json").json[0]["result"]
    assert (result["outcome"], result["quorum_met"]) == ("adopted", True)
    assert "sealed" not in result
    assert shell.does("proposal", "show", definition.proposal, "--json").json["stage"] == "published"


def test_a_proposal_can_be_taken_out_revised_and_cancelled(shell, people, files):
    drafter = people["drafter"].token
    target = "value-definition/US-TN/another@1.0.0"
    proposal = shell.does(
        "definition", "draft", target, files(definition_content()), "--organisation", "tn-agency", token=drafter
    ).line
    content = shell.does("proposal", "show", proposal, "--content", token=drafter).out
    shell.does("proposal", "revise", proposal, files(content.replace("Living well", "Living long")), token=drafter)
    assert "Living long" in shell.does("proposal", "show", proposal, "--content", token=drafter).out
    assert target in shell.does("proposal", "list", "--kind", "value-definition", token=drafter).out
    assert target not in shell.does("proposal", "list").out
    assert "stage cancelled" in shell.does("proposal", "cancel", proposal, token=drafter).out
    assert shell("proposal", "cancel", proposal, token=drafter).code == 5
    assert shell("definition", "draft", SET, files({}), "--organisation", "tn-agency", token=drafter).code == 2


def test_a_vote_can_be_cancelled(shell, people, roll):
    officer = people["officer"].token
    opened = ("vote", "open-label", CHOICE, "--jurisdiction", "US-TN", *terms(roll, "registry_label", "+1d"))
    vote = shell.does(*opened, token=officer).line
    assert shell("vote", "cancel", vote, token=officer).err.startswith("BAD_USAGE: Missing option '--reason'")
    assert "is cancelled" in shell.does("vote", "cancel", vote, "--reason", "A mistake.", token=officer).out
    assert shell.does("vote", "show", vote, "--json").json["steps"][-1]["reason"] == "A mistake."
    assert shell("vote", "finalise", vote, token=officer).code == 5
    assert shell("vote", "show", uuid4()).code == 3


def test_obstacles_are_a_check_that_says_no(published):
    assert published.obstacles.code == 1
    assert published.obstacles.err == ""
    assert "NO_PERIOD: " in published.obstacles.out
    assert published.ready.out.startswith("Nothing stands against publishing this set.")


def test_labels_are_voted_on_or_accepted(published):
    assert "the outcome is: adopted" in published.label_vote.out
    assert published.labels.out.startswith("Accepted 1 label in US-TN.\nlabel-decision/US-TN/")


def test_published_sets_are_listed_with_their_period_and_how_they_stand(shell, published):
    (row,) = shell.does("priority-set", "list", "--jurisdiction", "US-TN", "--json").json
    assert row["reference"] == published.reference.split("#")[0]
    assert row["from"] < row["to"]
    assert row["state"] in ("in force", "suspended", "withdrawn")
    assert shell.does("priority-set", "list", "--jurisdiction", "US-NY", "--json").json == []


def test_whoever_wrote_a_set_cannot_publish_it(published):
    assert published.own.code == 4


def test_a_published_set_resolves_to_its_bytes(shell, published):
    resolved = shell.does("resolve", published.reference, "--json").json
    assert resolved["reference"] == published.reference
    content = shell.does("resolve", SET, "--bytes").out
    assert len(content.encode()) == resolved["size"]
    assert not content.endswith("\n")
    wrong = published.reference[:-1] + ("0" if published.reference[-1] != "0" else "1")
    assert shell("resolve", wrong).code == 5
    assert shell("resolve", "priority-set/US-TN/nothing").code == 3
    assert shell("resolve", "nothing").code == 2


def test_a_published_version_is_verified_against_the_log(shell, published):
    vkey = shell.does("status", "--json").json["vkey"]
    assert shell.does("verify", published.reference, "--trust", vkey, "--json").json["trusted"] is True
    assert shell("verify", published.reference, "--trust", "SHA256:" + "0" * 64).code == 1
    assert shell("verify", SET, "--expect", SET).code == 2


def test_an_event_is_appended_and_travels_with_the_bundle(shell, people, published, tmp_path):
    event = ("event", "record", published.reference, "suspended", "--effective-on", "2027-02-01")
    assert shell.does(*event, token=people["publisher"].token).line == f"{SET}: suspended on 2027-02-01."
    assert "suspended on 2027-02-01" in shell.does("resolve", SET).out
    path = shell.does("exhibit", SET, "--to", tmp_path / "exhibits").line
    assert "Since publication: suspended" in shell.does("verify", path, "--expect", published.reference).out
    (tmp_path / "file").write_text("")
    assert shell("exhibit", SET, "--to", tmp_path / "file").err.startswith("UNUSABLE_FILE: ")


def test_an_event_with_a_note_leaves_the_bundle_intact(shell, people, definition, tmp_path):
    reference = shell.does("resolve", DEFINITION, "--json").json["reference"]
    event = ("event", "record", reference, "erratum", "--effective-on", "2027-02-01", "--note", "-")
    shell.does(*event, token=people["publisher"].token, stdin="A typing error.")
    assert "erratum on 2027-02-01: A typing error." in shell.does("resolve", DEFINITION).out
    assert shell("verify", shell.does("exhibit", DEFINITION, "--to", tmp_path).line).code == 0


def test_a_contract_is_recorded_shown_to_its_own_and_checked(shell, people, files, published):
    manager = people["manager"].token
    contract = shell.does(
        "contract", "record", files(a_contract(published.reference)), "--organisation", "tn-agency", token=manager
    ).line
    shown = shell.does("contract", "show", contract, token=manager)
    assert published.reference in shown.out
    assert contract in shell.does("contract", "list", token=manager).out
    assert shell("contract", "show", contract).code == 3
    assert contract not in shell.does("contract", "list").out
    assert "registry-first-checks/set-in-advance" in shell.does("contract", "check", contract, token=manager).out
    assert shell("contract", "record", files(a_contract(SET)), "--organisation", "tn-agency", token=manager).code == 2


def test_a_state_waives_a_rule_by_what_the_contract_manager_is_shown_and_a_report_is_filed(
    shell, people, files, published
):
    manager, rules = people["manager"].token, "rule-set/registry/registry-first-checks@1.0.0"
    short = files(a_contract(published.reference, items=[{"measure": RESPECT, "role": "performance"}]))
    contract = shell.does("contract", "record", short, "--organisation", "tn-agency", token=manager).line
    shown = shell.does("contract", "show", contract, token=manager)
    digest = shell.does("contract", "show", contract, "--json", token=manager).json["digest"]
    assert f"digest        {digest}\n" in shown.out
    assert "none" in shell.does("waiver", "list", token=manager).out
    assert shell.does("waiver", "list", "--contract", contract, token=manager).line.startswith("No waiver was granted")
    filed = shell.does("report", "file", contract, "--rules", rules, token=manager)
    assert filed.err.startswith("Verdict: fail. ")
    assert "core-present" in shell.does("report", "show", filed.line, token=manager).out
    signed = files(shell.does("report", "show", filed.line, "--signed", token=manager).out, "report.json")
    vkey = shell.does("status", "--json").json["vkey"]
    assert shell.does("report", "verify", signed, "--trust", vkey).out.startswith("Signed by SHA256:")
    fingerprint = shell.does("status", "--json").json["fingerprint"]
    refused = shell("report", "verify", signed, "--trust", fingerprint)
    assert refused.code == 2
    assert "A report does not carry its key" in refused.err


def test_a_contract_in_a_file_is_checked_here_or_offline(shell, files, published, tmp_path):
    bundle = shell.does("exhibit", SET, "--to", tmp_path).line
    rules = shell.does("exhibit", "rule-set/registry/registry-first-checks", "--to", tmp_path).line
    good = files(a_contract(published.reference))
    here = shell.does("check", good, "--against", SET, "--rules", "registry-first-checks", "--json").json
    offline = in_a_process("check", good, "--against", bundle, "--rules", rules, prelude=OFFLINE)
    assert offline.returncode == 0, offline.stderr
    assert "Verdict: " in offline.stdout
    assert f"pass            registry-first-checks/set-in-advance: {SET} was published" in offline.stdout
    again = shell.does("check", good, "--against", bundle, "--rules", "registry-first-checks", "--json").json
    assert [(f["rule"], f["verdict"]) for f in again["findings"]] == [
        (f["rule"], f["verdict"]) for f in here["findings"]
    ]
    assert again["rule_set"] == here["rule_set"]


def test_a_contract_that_breaks_a_rule_ends_with_1_unless_it_is_waived(shell, files, published, tmp_path):
    bundle = shell.does("exhibit", SET, "--to", tmp_path).line
    bad = files(a_contract(published.reference, items=[{"measure": RESPECT, "role": "performance"}]))
    check = ("check", bad, "--against", bundle, "--rules", "registry-first-checks")
    failed = shell(*check)
    assert failed.code == 1
    assert "fail            registry-first-checks/core-present: " in failed.out
    waiver = {
        "rule": "registry-first-checks/core-present",
        "who": "The agency",
        "why": "First year.",
        "until": "2099-12-31",
    }
    waived = files(f"- {to_yaml(waiver)}".replace("\n", "\n  "))
    assert "not on record here, by The agency" in shell.does(*check, "--waivers", waived).out
    other = files(a_contract(f"{SET}#sha256:{'0' * 64}"))
    assert shell("check", other, "--against", bundle, "--rules", "registry-first-checks").err.startswith(
        "OTHER_DOCUMENT: "
    )
    assert shell("check", bad, "--against", bundle, "--rules", "no-rules").code == 3


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(shell, people):
    issued = shell.does("token", "issue", "--person", people["plan"].id, "--scope", "member", "--days", 1, "--json")
    said = issued.json
    assert said["scopes"] == ["member"]
    assert said["token"] not in issued.err
    listed = shell.does("token", "list", "--person", people["plan"].id)
    assert said["name"] in listed.out
    assert said["token"] not in listed.out
    assert shell("contract", "list", token=said["token"]).code == 0
    shell.does("token", "revoke", said["name"])
    assert shell("contract", "list", token=said["token"]).err.startswith("BAD_TOKEN: ")
    refused = shell("token", "issue", "--person", people["plan"].id, "--scope", "auditor")
    assert (refused.code, refused.err.split(":")[0]) == (2, "SCOPE_NOT_HELD")


def test_a_token_may_lie_in_a_file(shell, people, files):
    kept = files(f"{people['manager'].token}\n", "token")
    assert shell("contract", "list", "--token-file", kept).code == 0
    assert shell("contract", "list", "--token-file", files("\n", "token")).err.startswith("NO_TOKEN: ")
    piped = shell("contract", "list", "--token-file", "-", stdin="vr_wrong")
    assert piped.code == 4


def test_the_same_request_id_has_one_effect(shell, people, definition, files):
    content = files(definition_content())
    draft = ("definition", "draft", "value-definition/US-TN/once@1.0.0", content, "--organisation", "tn-agency")
    asked = (*draft, "--request-id", "the-first")
    first = shell.does(*asked, token=people["drafter"].token).line
    assert shell.does(*asked, token=people["drafter"].token).line == first


def test_a_person_can_be_forgotten(shell):
    person = shell.does("person", "add", "Ann").line
    assert shell("person", "erase", person).code == 130
    shell.does("person", "erase", person, "--yes")
    assert shell("person", "erase", uuid4(), "--yes").code == 3


def test_measures_are_those_that_the_registry_published(shell, published):
    found = shell.does("measures", "--json")
    assert (len(found.json), found.err) == (264, "")
    assert RESPECT in [each["reference"] for each in found.json]
    assert shell.does("measures", "no-such-measure-at-all").line == "No measure fits."


def test_status_counts_what_is_here(shell, published):
    said = shell.does("status", "--json").json
    assert said["registry"] == "demonstration"
    assert said["fingerprint"].startswith("SHA256:")
    assert (said["counts"]["measures"], said["counts"]["priority_sets"]) == (264, 1)
    assert said["checkpoint"]["note"].startswith(said["origin"])
    assert "checkpoint" in shell.does("status").out
    assert "tn-agency" in shell.does("organisation", "list").out


def test_the_audit_trail_is_recomputed(shell, published):
    assert shell.does("audit", "check").out.startswith("The audit trail is whole: ")


def test_loading_the_catalog_again_changes_nothing(shell):
    assert shell.does("catalog", "load", "--json").json["published"] == 0
