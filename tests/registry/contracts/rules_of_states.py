"""Every rule of every packaged rule set: what is answered without facts, with facts that keep it and that do not.

A rule that is only shown has no row of facts.
"""

PERIOD_2027 = {"from": "2027-01-01", "to": "2027-12-31"}
PERIOD_2024 = {"from": "2024-01-01", "to": "2024-12-31"}
PERIOD_2025 = {"from": "2025-01-01", "to": "2025-12-31"}
GOAL = {"goals": ["Fewer falls"]}
NF = {"settings": ["nursing_facility"]}

SHOWN = "shown"
NOT_YET = ("not_evaluable", "rule_set.status")

SUBJECTS = {
    "ny-pace-vbp-my2024": {"products": ["pace"], "measurement_period": PERIOD_2024},
    "ny-vbp-2026": {"products": ["mainstream"]},
    "ny-mltc-vbp": {"measurement_period": PERIOD_2025},
    "ny-mltc-qi-2023": {"measurement_period": PERIOD_2025},
    "tx-apm-targets": {"products": ["star_plus"], "rating_period": PERIOD_2024},
    "tx-qipp": {"measurement_period": PERIOD_2024, **NF},
    "tn-quiltss-nf": {"measurement_period": PERIOD_2024, **NF},
    "va-nf-vbp": {"measurement_period": {"from": "2022-07-01", "to": "2023-06-30"}, **NF},
    "az-ahcccs-apm": {"rating_period": PERIOD_2024},
    "az-altcs-epd-cye2015": {"rating_period": {"from": "2015-01-01", "to": "2015-09-30"}},
    "pa-physical-health-vbp": {
        "products": ["physical_health"],
        "rating_period": {"from": "2020-01-01", "to": "2020-12-31"},
    },
    "mn-pipp": {"rating_period": PERIOD_2024, **NF},
    "wa-vbp-goal": {"rating_period": {"from": "2021-01-01", "to": "2021-12-31"}},
    "or-cco-vbp": {"rating_period": PERIOD_2024},
    "nj-mltss-awqp": NF,
    "nj-nf-qipp-fy2025": {"rating_period": {"from": "2024-07-01", "to": "2025-06-30"}, **NF},
    "us-directed-payments": {"rating_period": PERIOD_2024},
    "us-hcbs-qms": {
        "conditions": [
            {"condition": "Money Follows the Person grant recipient", "holds": True, "source": "x", "day": "2026-01-01"}
        ]
    },
}
"""What is known of a plan, a state, a body, a facility or a set beside the facts for the rule itself."""
AS_OF = {"us-hcbs-qms/required-measures-2026": "2026-12-31", "us-mac-bac/mac-phase-in": "2026-03-01"}
"""The day of the check, where it is not 2029-06-01."""

FIVE = [f"hcbs-qms/ltss-{number}" for number in (1, 2, 6, 7, 8)]
DOMAINS = ["primary_care", "mental_health", "substance_use_disorder", "hiv_aids", "maternity", "children"]

# rule: (field that is missing without facts, facts that keep it with their verdict, facts that do not with theirs)
ATTESTED = {
    "ny-vbp-2026/two-disparities": (
        "facts.disparity_stratification_min.disparities",
        ({"disparities": ["race", "language"]}, "pass"),
        ({"disparities": ["race"]}, "fail"),
    ),
    "ny-vbp-2026/disparity-arrangement": (
        "facts.arrangement_offer_min.offered", ({"offered": 1}, "pass"), ({"offered": 0}, "fail"),
    ),
    "ny-vbp-2026/disparity-template": (
        "facts.required_elements.elements.disparities_identified",
        ({"elements": {"disparities_identified": True, "method_summary": True, "planned_approach": True}}, "pass"),
        ({"elements": {"disparities_identified": True, "method_summary": False}}, "fail"),
    ),
    "ny-mltc-vbp/spend-2020": (
        "facts.apm_spend_target.year",
        ({"year": "2020", "shares": [{"in": "VBP level 1 or above", "share": "80/100"},
                                     {"in": "VBP level 2 or 3", "share": "35/100"}]}, "pass"),
        ({"year": "2020", "shares": [{"in": "VBP level 1 or above", "share": "79/100"},
                                     {"in": "VBP level 2 or 3", "share": "35/100"}]}, "warning"),
    ),
    "ny-pace-vbp-my2024/pace-measures-reporting": (
        "facts.roles_allowed_by_apm_category.measures",
        ({"measures": [{"measure": "fam/a", "role": "reporting"}]}, "pass"),
        ({"measures": [{"measure": "fam/a", "role": "performance"}]}, "warning"),
    ),
    "ri-ohic-aligned-sets/scope": (
        "facts.scope_condition.kind",
        ({"count": 10000, "kind": "health insurer"}, "pass"),
        ({"count": 9999, "kind": "health insurer"}, "not_applicable"),
    ),
    "az-ahcccs-apm/spend-in-apm": ("parameters.schedule.0.min_share", None, None),
    "az-ahcccs-apm/spend-with-risk": ("parameters.schedule.0.min_share", None, None),
    "az-altcs-epd-cye2015/shared-savings-spend": (
        "facts.apm_spend_target.year",
        ({"year": "CYE 2015", "shares": [
            {"in": "shared savings arrangements", "share": "5/100"},
            {"of": "total acute care service payments", "share": "2/100"},
            {"of": "total long-term care service payments", "share": "2/100"},
            {"of": "Medicare dual special needs plan payments", "share": "15/1000"}]}, "pass"),
        ({"year": "CYE 2015", "shares": [
            {"in": "shared savings arrangements", "share": "5/100"},
            {"of": "total acute care service payments", "share": "2/100"},
            {"of": "total long-term care service payments", "share": "1/100"},
            {"of": "Medicare dual special needs plan payments", "share": "15/1000"}]}, "warning"),
    ),
    "tx-apm-targets/share-in-apm": (
        "facts.tx-apm-targets/share-in-apm.year",
        ({"year": "2021", "shares": [{"in": "alternative payment models", "share": "50/100"}]}, "pass"),
        ({"year": "2021", "shares": [{"in": "alternative payment models", "share": "49/100"}]}, "warning"),
    ),
    "tx-apm-targets/share-with-downside": (
        "facts.tx-apm-targets/share-with-downside.year",
        ({"year": "2018", "shares": [
            {"in": "alternative payment models with downside risk for providers", "share": "1/10"}]}, "pass"),
        ({"year": "2019", "shares": [
            {"in": "alternative payment models with downside risk for providers", "share": "1/10"}]}, "not_evaluable"),
    ),
    "tx-apm-targets/plan-resources": (
        "facts.required_elements.elements.provider_data_sharing",
        ({"elements": dict.fromkeys(["provider_data_sharing", "provider_performance_reports", "evaluation_resources",
                                     "annual_apm_report"], True)}, "pass"),
        ({"elements": {"annual_apm_report": False}}, "fail"),
    ),
    "tx-qipp/benchmark-before-period": (
        "facts.set_in_advance.fixed_on",
        ({"fixed_on": "2023-08-31", "starts_on": "2023-09-01"}, "pass"),
        ({"fixed_on": "2024-02-01", "starts_on": "2023-09-01"}, "fail"),
    ),
    "tx-qipp/public-comment": ("parameters.days", None, None),
    "tx-qipp/at-least-one-metric": (
        "facts.min_measures.measures",
        ({"measures": [{"measure": "fam/a", "role": "performance"}]}, "pass"),
        ({"measures": []}, "fail"),
    ),
    "tx-qipp/quality-strategy": ("facts.quality_strategy_link.goals", (GOAL, "pass"), ({"goals": []}, "fail")),
    "tn-quiltss-nf/points": (
        "facts.points_share_payment.follows_points",
        ({"follows_points": True, "follows_volume": True}, "pass"),
        ({"follows_points": False, "follows_volume": True}, "fail"),
    ),
    "tn-quiltss-nf/funding": (
        "facts.funding_pool_min.pool_usd",
        ({"pool_usd": "44000000", "base_usd": "1000000000", "previous_usd": "40000000", "inflation": "5/100"}, "pass"),
        ({"pool_usd": "43999999", "base_usd": "1000000000", "previous_usd": "40000000", "inflation": "5/100"}, "fail"),
    ),
    "va-nf-vbp/comment-30": (
        "facts.notice_period.opened_on",
        ({"opened_on": "2024-05-24", "closed_on": "2024-06-23", "comments_taken": True, "changed_on": "2024-07-01"},
         "pass"),
        ({"opened_on": "2024-05-24", "closed_on": "2024-06-22", "comments_taken": True, "changed_on": "2024-07-01"},
         "fail"),
    ),
    "va-nf-vbp/method-before-start": (
        "facts.set_in_advance.fixed_on",
        ({"fixed_on": "2021-12-31", "starts_on": "2022-07-01"}, "pass"),
        ({"fixed_on": "2022-07-01", "starts_on": "2022-07-01"}, "fail"),
    ),
    "pa-chc/pac-participants": (
        "facts.body_composition.seats",
        ({"seats": 20, "groups": {"participants": 12, "members_receiving_ltss": 5}}, "pass"),
        ({"seats": 20, "groups": {"participants": 11, "members_receiving_ltss": 5}}, "fail"),
    ),
    "pa-chc/pac-providers": (
        "facts.required_elements.elements.family_caregivers",
        ({"elements": dict.fromkeys(
            ["family_caregivers", "provider_physical_health", "provider_behavioral_health", "provider_dental",
             "provider_ltss", "quarterly_meetings", "minutes_posted"], True)}, "pass"),
        ({"elements": {"minutes_posted": False}}, "fail"),
    ),
    "pa-physical-health-vbp/share": (
        "facts.pa-physical-health-vbp/share.year",
        ({"year": "2020", "shares": [
            {"in": "value-based arrangements", "share": "1/2"},
            {"in": "medium or high risk", "of": "the value-based payments", "share": "1/2"}]}, "pass"),
        ({"year": "2020", "shares": [
            {"in": "value-based arrangements", "share": "1/2"},
            {"in": "medium or high risk", "of": "the value-based payments", "share": "49/100"}]}, "warning"),
    ),
    "pa-physical-health-vbp/share-2017-2019": (
        "facts.pa-physical-health-vbp/share-2017-2019.year",
        ({"year": "2018", "shares": [{"in": "value-based arrangements", "share": "15/100"}]}, "pass"),
        ({"year": "2017", "shares": [{"in": "value-based arrangements", "share": "74/1000"}]}, "warning"),
    ),
    "wa-vbp-goal/share": (
        "facts.apm_spend_target.year",
        ({"year": "2021", "shares": [{"in": "HCP-LAN 2C and above", "share": "90/100"}]}, "pass"),
        ({"year": "2021", "shares": [{"in": "HCP-LAN 2C and above", "share": "83/100"}]}, "warning"),
    ),
    "or-cco-vbp/share": (
        "facts.apm_spend_target.year",
        ({"year": "2024", "shares": [{"in": "HCP-LAN 2C and above", "share": "70/100"}]}, "pass"),
        ({"year": "2024", "shares": [{"in": "HCP-LAN 2C and above", "share": "69/100"}]}, "warning"),
    ),
    "or-cco-vbp/cac": (
        "facts.body_composition.seats",
        ({"seats": 100, "groups": {"medicaid_members": 51}}, "pass"),
        ({"seats": 100, "groups": {"medicaid_members": 50}}, "fail"),
    ),
    "nj-mltss-awqp/four-of-seven": (
        "facts.threshold_measures_gate.met",
        ({"met": ["mds/flu-vaccine", "mds/antipsychotic", "mds/restraints"],
          "others": {"family experience survey": True}}, "pass"),
        ({"met": ["mds/flu-vaccine"], "unmet": ["mds/antipsychotic", "mds/pressure-ulcers", "mds/restraints"],
          "others": {"family experience survey": False}}, "fail"),
    ),
    "us-hcbs-qms/every-other-year": (
        "facts.us-hcbs-qms/every-other-year.reports",
        ({"reports": [{"year": "2028", "on": "2028-10-01"}]}, "pass"),
        ({"reports": [{"year": "2027", "on": "2027-10-01"}]}, "fail"),
    ),
    "us-hcbs-qms/mfp-2026": (
        "facts.us-hcbs-qms/mfp-2026.reports",
        ({"reports": [{"year": year, "on": f"{year}-12-31", "delivery_systems": ["ffs", "managed_care"]}
                      for year in ("2026", "2028")]}, "pass"),
        ({"reports": [{"year": year, "on": f"{year}-08-31", "delivery_systems": ["ffs", "managed_care"]}
                      for year in ("2026", "2028")]}, "fail"),
    ),
    "us-hcbs-qms/required-measures-2026": (
        "facts.core_measures_required.measures",
        ({"measures": [{"measure": name.replace("ltss-1", "fasi-1")} for name in FIVE]}, "not_evaluable"),
        ({"measures": [{"measure": name} for name in FIVE[1:]]}, "fail"),
    ),
    "us-hcbs-qms/qi-plans": (
        "facts.us-hcbs-qms/qi-plans.reports",
        ({"reports": [{"year": "2028", "on": "2028-09-01"}]}, "pass"),
        ({"reports": []}, "fail"),
    ),
    "us-hcbs-access-reports/incidents-90": (
        "facts.us-hcbs-access-reports/incidents-90.results.access-rule/incid-1",
        ({"results": {f"access-rule/incid-{number}": "9/10" for number in (1, 2, 3)}}, "pass"),
        ({"results": {f"access-rule/incid-{number}": "89/100" for number in (1, 2, 3)}, "explained": True}, "fail"),
    ),
    "us-hcbs-access-reports/incidents-annual": (
        "facts.us-hcbs-access-reports/incidents-annual.reports",
        ({"reports": [{"year": "2028", "on": "2028-11-01", "delivery_systems": ["ffs", "managed_care"]}]}, "pass"),
        ({"reports": [{"year": "2028", "on": "2028-11-01", "delivery_systems": ["ffs"]}]}, "fail"),
    ),
    "us-hcbs-access-reports/planning-90": (
        "facts.us-hcbs-access-reports/planning-90.results.access-rule/hcbs-pcp-1",
        ({"results": {"access-rule/hcbs-pcp-1": "90/100", "access-rule/hcbs-pcp-2": "1"}}, "pass"),
        ({"results": {"access-rule/hcbs-pcp-1": "90/100", "access-rule/hcbs-pcp-2": "0"}, "explained": False}, "fail"),
    ),
    "us-hcbs-access-reports/planning-annual": (
        "facts.us-hcbs-access-reports/planning-annual.reports",
        ({"reports": [{"year": "2028", "on": "2028-09-01"}]}, "pass"),
        ({"reports": [{"year": "2028", "on": "2028-08-31"}]}, "fail"),
    ),
    "us-hcbs-access-reports/access-annual": (
        "facts.us-hcbs-access-reports/access-annual.reports",
        ({"reports": [{"year": "2028", "on": "2028-08-31"}]}, "pass"),
        ({"reports": [{"year": "2027", "on": "2028-01-31"}]}, "fail"),
    ),
    "us-hcbs-access-reports/compensation-80": (
        "facts.spend_share_min.share", ({"share": "80/100"}, "pass"), ({"share": "79/100"}, "fail"),
    ),
    "us-directed-payments/quality-strategy": (
        "facts.quality_strategy_link.goals", (GOAL, "pass"), ({"goals": []}, "fail"),
    ),
    "us-directed-payments/evaluation-plan": (
        "facts.us-directed-payments/evaluation-plan.elements.measures",
        ({"elements": dict.fromkeys(["measures", "baseline_year", "baseline_statistic", "performance_target"], True)},
         "pass"),
        ({"elements": {"measures": False}}, "fail"),
    ),
    "us-directed-payments/prior-approval": (
        "facts.prior_approval.approved_on",
        ({"approved_on": "2023-12-31", "used_from": "2024-01-01", "written": True}, "pass"),
        ({"approved_on": "2023-12-31", "used_from": "2024-01-01", "written": False}, "fail"),
    ),
    "us-directed-payments/based-on": (
        "facts.us-directed-payments/based-on.elements.utilization",
        ({"elements": {"utilization": True, "outcomes_and_quality": True}}, "pass"),
        ({"elements": {"utilization": True, "outcomes_and_quality": False}}, "fail"),
    ),
    "us-directed-payments/plan-incentives": (
        "facts.quality_strategy_link.goals", (GOAL, "pass"), ({"goals": []}, "fail"),
    ),
    "us-mac-bac/bac-members": (
        "facts.us-mac-bac/bac-members.seats",
        ({"seats": 9, "groups": {"current or former enrollees, family members, paid and unpaid caregivers": 9},
          "appointed_as_asked": True}, "pass"),
        ({"seats": 9, "groups": {"current or former enrollees, family members, paid and unpaid caregivers": 8},
          "appointed_as_asked": True}, "fail"),
    ),
    "us-mac-bac/mac-quarter": (
        "facts.us-mac-bac/mac-quarter.seats",
        ({"seats": 20, "groups": {"members_of_the_beneficiary_advisory_council": 5}}, "pass"),
        ({"seats": 20, "groups": {"members_of_the_beneficiary_advisory_council": 4}}, "fail"),
    ),
    "us-mac-bac/mac-phase-in": ("rule.basis", None, None),
}  # fmt: skip

# rule: (fields of the contract, its measures with roles, verdict and field without facts, facts, verdict with them)
MAINSTREAM = {"products": ["mainstream"]}
PARTIAL = {"products": ["mltc_partial"], "measurement_period": PERIOD_2025}
LEVEL_1 = {**PARTIAL, "contract_level": "1"}
LEVEL_2 = {**PARTIAL, "contract_level": "2"}
PAH = {"ny-mltc/pah": "performance"}
ON_CONTRACTS = {
    "ny-vbp-2026/max-ten": (MAINSTREAM, {f"fam/m{n}": "performance" for n in range(10)}, ("pass", None), None, None),
    "ny-vbp-2026/process-details": (
        MAINSTREAM, {}, ("not_evaluable", "facts.required_elements.elements.total_cost_process"),
        {"elements": {"total_cost_process": True, "quality_process": True}}, "pass",
    ),
    "ny-vbp-2026/target-data": (
        {**MAINSTREAM, "targets_given_on": "2026-12-01"}, {},
        ("not_evaluable", "facts.target_data_before_signature.came_first"), {"came_first": True}, "pass",
    ),
    "ny-mltc-vbp/checklist": (
        {**LEVEL_1, "benchmark": "x", "cohort": "x", "attribution": "x",
         "cadence": {"measurement": "annual", "payment": "annual", "meetings": None}}, PAH,
        ("not_evaluable", "facts.ny-mltc-vbp/checklist.elements.arrangement_definition"),
        {"elements": {"arrangement_definition": True, "contractor_and_services": True, "award_method": True}}, "pass",
    ),
    "ny-mltc-vbp/pah-required": (LEVEL_1, PAH, ("pass", None), None, None),
    "ny-mltc-vbp/level2-penalty": (
        LEVEL_2, {}, ("not_evaluable", "facts.downside_min.share"), {"share": "1/100"}, "pass",
    ),
    "ny-mltc-vbp/level2-second-measure": (
        LEVEL_2, {**PAH, "fam/a": "performance"}, ("not_evaluable", "facts.lists"), None, None,
    ),
    "ny-mltc-vbp/level2-social-care": (
        LEVEL_2, {}, ("not_evaluable", "facts.ny-mltc-vbp/level2-social-care.elements.social_care_intervention"),
        {"elements": {"social_care_intervention": True, "tier1_cbo_contract": False}}, "fail",
    ),
    "ny-tcgp-vbp-my2024/six-domains": (
        {**MAINSTREAM, "contract_types": ["total_care_general_population"], "measurement_period": PERIOD_2024},
        {"fam/a": "performance"}, ("not_evaluable", "facts.min_measures.measures"),
        {"measures": [{"measure": "fam/a", "role": "performance", "domains": DOMAINS[:4]}],
         "domains_left_out": ["maternity", "children"]}, "pass",
    ),
    "ri-ohic-aligned-sets/core": (
        {"contract_types": ["aco"]}, {"fam/a": "performance"}, ("not_evaluable", "facts.lists"), None, None,
    ),
    "ma-aligned-set/voluntary": (
        {"contract_types": ["global_risk_based"]}, {}, ("not_evaluable", "facts.adoption_voluntary.adopted"),
        {"adopted": False}, "warning",
    ),
    "ct-aligned-set/voluntary": (
        {}, {}, ("not_evaluable", "facts.adoption_voluntary.adopted"), {"adopted": True}, "pass",
    ),
    "tn-quiltss-nf/threshold-gate": (
        {"settings": ["nursing_facility"]}, {"tn-quiltss/threshold-eligibility": "threshold"}, ("pass", None), None,
        None,
    ),
    "registry-defaults/compliance-gates-only": (
        {}, {"fam/a": "performance"}, ("not_evaluable", "facts.labels"), None, None,
    ),
    "registry-defaults/set-in-advance": ({}, {}, ("pass", None), None, None),
    "registry-defaults/apm-fit": ({}, {"fam/a": "performance"}, ("not_evaluable", "facts.fits"), None, None),
    "registry-defaults/state-level-measures": ({}, {"nci-idd/x": "performance"}, ("warning", None), None, None),
    "registry-first-checks/core-present": ({}, {}, ("not_evaluable", "priority_set.items"), None, None),
    "registry-first-checks/at-most-fifteen": (
        {}, {f"fam/m{n}": "reporting" for n in range(16)}, ("fail", None), None, None,
    ),
    "registry-first-checks/roles-of-the-set": ({}, {"fam/a": "performance"}, ("fail", None), None, None),
    "registry-first-checks/compliance-never-paid": ({}, {"fam/a": "reporting"}, ("pass", None), None, None),
    "registry-first-checks/set-in-advance": (
        {"measurement_period": PERIOD_2024}, {}, ("fail", None), None, None,
    ),
}  # fmt: skip
PROPOSED = ("ny-s6266-2025/objectives-in-advance", "ny-s6266-2025/funding")
"""Rules of a bill: not evaluable, whatever is declared."""
