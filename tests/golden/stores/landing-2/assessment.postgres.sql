--
-- PostgreSQL database dump
--

\restrict mhQFboErwq8yMRjcDrx3aE7F5RHyslftom5sRhSyMqfqH6sxt6YqbOqy9MCWPCF

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: assessment_bands; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_bands (
    assessment_id text NOT NULL,
    band_scheme_id text NOT NULL,
    band_id text NOT NULL,
    CONSTRAINT assessment_bands_band_id_check CHECK ((band_id <> ''::text)),
    CONSTRAINT assessment_bands_band_scheme_id_check CHECK ((band_scheme_id <> ''::text))
);


--
-- Name: assessment_domains; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_domains (
    assessment_id text NOT NULL,
    "position" bigint NOT NULL,
    domain_id text NOT NULL,
    score bigint,
    present_items bigint,
    absent_items bigint,
    missing_items bigint NOT NULL,
    recorded_need text NOT NULL,
    driver bigint NOT NULL,
    reviewed_with_client_date text,
    note text NOT NULL,
    level text NOT NULL,
    CONSTRAINT assessment_domains_absent_items_check CHECK ((absent_items >= 0)),
    CONSTRAINT assessment_domains_check CHECK (((present_items IS NULL) = (absent_items IS NULL))),
    CONSTRAINT assessment_domains_check1 CHECK (((score IS NULL) OR (present_items IS NULL))),
    CONSTRAINT assessment_domains_domain_id_check CHECK ((domain_id <> ''::text)),
    CONSTRAINT assessment_domains_driver_check CHECK ((driver = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessment_domains_missing_items_check CHECK ((missing_items >= 0)),
    CONSTRAINT assessment_domains_position_check CHECK (("position" >= 0)),
    CONSTRAINT assessment_domains_present_items_check CHECK ((present_items >= 0)),
    CONSTRAINT assessment_domains_recorded_need_check CHECK ((recorded_need = ANY (ARRAY['NONE'::text, 'LOW'::text, 'MODERATE'::text, 'HIGH'::text]))),
    CONSTRAINT assessment_domains_reviewed_with_client_date_check CHECK ((reviewed_with_client_date ~~ '____-__-__'::text)),
    CONSTRAINT assessment_domains_score_check CHECK ((score >= 0))
);


--
-- Name: assessments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessments (
    id text NOT NULL,
    case_id text NOT NULL,
    instrument_id text NOT NULL,
    instrument_version text NOT NULL,
    clinical bigint NOT NULL,
    sets_risk bigint NOT NULL,
    norm_group_id text NOT NULL,
    state text NOT NULL,
    assessed_date text NOT NULL,
    entered_total bigint,
    entered_level text NOT NULL,
    has_strengths bigint NOT NULL,
    has_needs bigint NOT NULL,
    has_risk_to_community bigint NOT NULL,
    content text NOT NULL,
    scored_total bigint,
    scored_level text,
    missing_items bigint,
    provisional bigint,
    disagrees bigint,
    uses_unverified_figures bigint,
    current_until_date text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_by text NOT NULL,
    completed_at bigint,
    completed_by text,
    withdrawn_at bigint,
    CONSTRAINT assessments_assessed_date_check CHECK ((assessed_date ~~ '____-__-__'::text)),
    CONSTRAINT assessments_case_id_check CHECK ((case_id <> ''::text)),
    CONSTRAINT assessments_check CHECK (((current_until_date ~~ '____-__-__'::text) AND (current_until_date >= assessed_date))),
    CONSTRAINT assessments_check1 CHECK (((clinical = 0) OR (sets_risk = 0))),
    CONSTRAINT assessments_check10 CHECK (((completed_at IS NOT NULL) OR (scored_total IS NULL))),
    CONSTRAINT assessments_check11 CHECK (((withdrawn_at IS NULL) OR (state <> 'COMPLETE'::text))),
    CONSTRAINT assessments_check2 CHECK (((state = 'DRAFT'::text) = (completed_at IS NULL))),
    CONSTRAINT assessments_check3 CHECK (((completed_at IS NULL) = (completed_by IS NULL))),
    CONSTRAINT assessments_check4 CHECK (((completed_at IS NULL) = (scored_level IS NULL))),
    CONSTRAINT assessments_check5 CHECK (((completed_at IS NULL) = (missing_items IS NULL))),
    CONSTRAINT assessments_check6 CHECK (((completed_at IS NULL) = (provisional IS NULL))),
    CONSTRAINT assessments_check7 CHECK (((completed_at IS NULL) = (disagrees IS NULL))),
    CONSTRAINT assessments_check8 CHECK (((completed_at IS NULL) = (uses_unverified_figures IS NULL))),
    CONSTRAINT assessments_check9 CHECK (((completed_at IS NULL) = (current_until_date IS NULL))),
    CONSTRAINT assessments_clinical_check CHECK ((clinical = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_completed_by_check CHECK ((completed_by <> ''::text)),
    CONSTRAINT assessments_content_check CHECK ((content <> ''::text)),
    CONSTRAINT assessments_created_by_check CHECK ((created_by <> ''::text)),
    CONSTRAINT assessments_disagrees_check CHECK ((disagrees = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_entered_total_check CHECK ((entered_total >= 0)),
    CONSTRAINT assessments_has_needs_check CHECK ((has_needs = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_has_risk_to_community_check CHECK ((has_risk_to_community = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_has_strengths_check CHECK ((has_strengths = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_id_check CHECK ((id <> ''::text)),
    CONSTRAINT assessments_missing_items_check CHECK ((missing_items >= 0)),
    CONSTRAINT assessments_provisional_check CHECK ((provisional = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_scored_total_check CHECK ((scored_total >= 0)),
    CONSTRAINT assessments_sets_risk_check CHECK ((sets_risk = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'COMPLETE'::text, 'SUPERSEDED'::text]))),
    CONSTRAINT assessments_uses_unverified_figures_check CHECK ((uses_unverified_figures = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT assessments_version_check CHECK ((version >= 1))
);


--
-- Name: audit_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    recorded_at bigint NOT NULL,
    principal text NOT NULL,
    person text NOT NULL,
    method text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    records text NOT NULL,
    request_id text NOT NULL,
    traceparent text NOT NULL,
    CONSTRAINT audit_log_code_check CHECK ((code <> ''::text)),
    CONSTRAINT audit_log_method_check CHECK ((method <> ''::text)),
    CONSTRAINT audit_log_principal_check CHECK ((principal <> ''::text))
);


--
-- Name: audit_log_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: changes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.changes (
    id bigint NOT NULL,
    xid bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    resource_name text NOT NULL,
    kind text NOT NULL,
    version bigint NOT NULL,
    recorded_at bigint NOT NULL,
    state_type text NOT NULL,
    state text NOT NULL,
    traceparent text NOT NULL,
    CONSTRAINT changes_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT changes_resource_name_check CHECK ((resource_name <> ''::text)),
    CONSTRAINT changes_version_check CHECK ((version >= 1))
);


--
-- Name: changes_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.changes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: feed_store; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feed_store (
    singleton bigint NOT NULL,
    epoch text NOT NULL,
    pruned_xid bigint DEFAULT 0 NOT NULL,
    pruned_id bigint DEFAULT 0 NOT NULL,
    CONSTRAINT feed_store_epoch_check CHECK ((epoch <> ''::text)),
    CONSTRAINT feed_store_singleton_check CHECK ((singleton = 1))
);


--
-- Name: followed_feeds; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.followed_feeds (
    feed text NOT NULL,
    resume_token text NOT NULL,
    rereading bigint NOT NULL,
    heartbeat_at bigint,
    CONSTRAINT followed_feeds_feed_check CHECK ((feed <> ''::text)),
    CONSTRAINT followed_feeds_rereading_check CHECK ((rereading = ANY (ARRAY[(0)::bigint, (1)::bigint])))
);


--
-- Name: import_runs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.import_runs (
    run text NOT NULL,
    kind text NOT NULL,
    source_system text NOT NULL,
    first_batch_at bigint NOT NULL,
    last_batch_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT import_runs_check CHECK ((last_batch_at >= first_batch_at)),
    CONSTRAINT import_runs_run_check CHECK (((length(run) >= 1) AND (length(run) <= 63)))
);


--
-- Name: imported_records; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.imported_records (
    kind text NOT NULL,
    source_system text NOT NULL,
    source_id text NOT NULL,
    record text NOT NULL,
    digest text NOT NULL,
    entered_at bigint,
    received_at bigint NOT NULL,
    run text NOT NULL,
    result bigint NOT NULL,
    withdrawn_at bigint,
    flags text DEFAULT ''::text NOT NULL,
    CONSTRAINT imported_records_digest_check CHECK ((length(digest) = 64)),
    CONSTRAINT imported_records_record_check CHECK ((record <> ''::text)),
    CONSTRAINT imported_records_run_check CHECK (((length(run) >= 1) AND (length(run) <= 63)))
);


--
-- Name: instruments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.instruments (
    instrument_id text NOT NULL,
    version text NOT NULL,
    title text NOT NULL,
    population text NOT NULL,
    scoring_convention text NOT NULL,
    sets_risk bigint NOT NULL,
    clinical bigint NOT NULL,
    has_unverified_figures bigint NOT NULL,
    effective_date text NOT NULL,
    retired_date text,
    content_hash text NOT NULL,
    definition text NOT NULL,
    origin text NOT NULL,
    created_at bigint NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT instruments_check CHECK (((retired_date ~~ '____-__-__'::text) AND (retired_date >= effective_date))),
    CONSTRAINT instruments_check1 CHECK (((clinical = 0) OR (sets_risk = 0))),
    CONSTRAINT instruments_clinical_check CHECK ((clinical = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT instruments_content_hash_check CHECK ((length(content_hash) = 64)),
    CONSTRAINT instruments_created_by_check CHECK ((created_by <> ''::text)),
    CONSTRAINT instruments_definition_check CHECK ((definition <> ''::text)),
    CONSTRAINT instruments_effective_date_check CHECK ((effective_date ~~ '____-__-__'::text)),
    CONSTRAINT instruments_has_unverified_figures_check CHECK ((has_unverified_figures = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT instruments_instrument_id_check CHECK ((instrument_id <> ''::text)),
    CONSTRAINT instruments_origin_check CHECK ((origin = ANY (ARRAY['CREATED'::text, 'SHIPPED'::text]))),
    CONSTRAINT instruments_population_check CHECK ((population = ANY (ARRAY['JUVENILE'::text, 'ADULT'::text, 'ANY'::text]))),
    CONSTRAINT instruments_scoring_convention_check CHECK ((scoring_convention = ANY (ARRAY['SUM_OF_DOMAINS'::text, 'LEVEL_RECORDED'::text, 'NARRATIVE'::text]))),
    CONSTRAINT instruments_sets_risk_check CHECK ((sets_risk = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT instruments_version_check CHECK ((version <> ''::text))
);


--
-- Name: projected_assignments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projected_assignments (
    id text NOT NULL,
    version bigint NOT NULL,
    case_id text NOT NULL,
    officer_id text NOT NULL,
    role text NOT NULL,
    first_day text NOT NULL,
    last_day text,
    stands bigint NOT NULL,
    CONSTRAINT projected_assignments_case_id_check CHECK ((case_id <> ''::text)),
    CONSTRAINT projected_assignments_check CHECK (((last_day ~~ '____-__-__'::text) AND (last_day >= first_day))),
    CONSTRAINT projected_assignments_first_day_check CHECK ((first_day ~~ '____-__-__'::text)),
    CONSTRAINT projected_assignments_id_check CHECK ((id <> ''::text)),
    CONSTRAINT projected_assignments_officer_id_check CHECK ((officer_id <> ''::text)),
    CONSTRAINT projected_assignments_role_check CHECK ((role = ANY (ARRAY['primary'::text, 'secondary'::text, 'courtesy'::text]))),
    CONSTRAINT projected_assignments_stands_check CHECK ((stands = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT projected_assignments_version_check CHECK ((version >= 0))
);


--
-- Name: projected_case_states; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projected_case_states (
    id text NOT NULL,
    version bigint NOT NULL,
    case_id text NOT NULL,
    status text NOT NULL,
    first_day text NOT NULL,
    last_day text,
    stands bigint NOT NULL,
    CONSTRAINT projected_case_states_case_id_check CHECK ((case_id <> ''::text)),
    CONSTRAINT projected_case_states_check CHECK (((last_day ~~ '____-__-__'::text) AND (last_day >= first_day))),
    CONSTRAINT projected_case_states_first_day_check CHECK ((first_day ~~ '____-__-__'::text)),
    CONSTRAINT projected_case_states_id_check CHECK ((id <> ''::text)),
    CONSTRAINT projected_case_states_stands_check CHECK ((stands = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT projected_case_states_status_check CHECK ((status = ANY (ARRAY['active'::text, 'in_custody'::text, 'residential_treatment'::text, 'placement'::text, 'absconded'::text, 'warrant'::text, 'out_of_county'::text]))),
    CONSTRAINT projected_case_states_version_check CHECK ((version >= 0))
);


--
-- Name: projected_cases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projected_cases (
    id text NOT NULL,
    version bigint NOT NULL,
    division text NOT NULL,
    received_date text NOT NULL,
    start_date text,
    unit_id text,
    closed_date text,
    source_system text,
    source_id text,
    CONSTRAINT projected_cases_closed_date_check CHECK ((closed_date ~~ '____-__-__'::text)),
    CONSTRAINT projected_cases_division_check CHECK ((division <> ''::text)),
    CONSTRAINT projected_cases_id_check CHECK ((id <> ''::text)),
    CONSTRAINT projected_cases_received_date_check CHECK ((received_date ~~ '____-__-__'::text)),
    CONSTRAINT projected_cases_start_date_check CHECK ((start_date ~~ '____-__-__'::text)),
    CONSTRAINT projected_cases_version_check CHECK ((version >= 0))
);


--
-- Name: projected_officers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projected_officers (
    id text NOT NULL,
    version bigint NOT NULL,
    staff_subject text,
    first_day text NOT NULL,
    last_day text,
    stands bigint NOT NULL,
    CONSTRAINT projected_officers_check CHECK (((last_day ~~ '____-__-__'::text) AND (last_day >= first_day))),
    CONSTRAINT projected_officers_first_day_check CHECK ((first_day ~~ '____-__-__'::text)),
    CONSTRAINT projected_officers_id_check CHECK ((id <> ''::text)),
    CONSTRAINT projected_officers_stands_check CHECK ((stands = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT projected_officers_version_check CHECK ((version >= 0))
);


--
-- Name: projected_postings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projected_postings (
    id text NOT NULL,
    version bigint NOT NULL,
    officer_id text NOT NULL,
    unit_id text NOT NULL,
    supervisor_id text,
    acting_supervisor_id text,
    first_day text NOT NULL,
    last_day text,
    stands bigint NOT NULL,
    CONSTRAINT projected_postings_check CHECK (((last_day ~~ '____-__-__'::text) AND (last_day >= first_day))),
    CONSTRAINT projected_postings_first_day_check CHECK ((first_day ~~ '____-__-__'::text)),
    CONSTRAINT projected_postings_id_check CHECK ((id <> ''::text)),
    CONSTRAINT projected_postings_officer_id_check CHECK ((officer_id <> ''::text)),
    CONSTRAINT projected_postings_stands_check CHECK ((stands = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT projected_postings_unit_id_check CHECK ((unit_id <> ''::text)),
    CONSTRAINT projected_postings_version_check CHECK ((version >= 0))
);


--
-- Name: projected_units; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projected_units (
    id text NOT NULL,
    version bigint NOT NULL,
    division text NOT NULL,
    first_day text NOT NULL,
    last_day text,
    stands bigint NOT NULL,
    CONSTRAINT projected_units_check CHECK (((last_day ~~ '____-__-__'::text) AND (last_day >= first_day))),
    CONSTRAINT projected_units_division_check CHECK ((division <> ''::text)),
    CONSTRAINT projected_units_first_day_check CHECK ((first_day ~~ '____-__-__'::text)),
    CONSTRAINT projected_units_id_check CHECK ((id <> ''::text)),
    CONSTRAINT projected_units_stands_check CHECK ((stands = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT projected_units_version_check CHECK ((version >= 0))
);


--
-- Name: request_replays; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.request_replays (
    principal text NOT NULL,
    method text NOT NULL,
    request_id text NOT NULL,
    request_sha256 text NOT NULL,
    response text NOT NULL,
    recorded_at bigint NOT NULL
);


--
-- Name: schema_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schema_migrations (
    component text NOT NULL,
    number bigint NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT schema_migrations_number_check CHECK ((number > 0)),
    CONSTRAINT schema_migrations_sha256_check CHECK ((length(sha256) = 64))
);


--
-- Data for Name: assessment_bands; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_bands VALUES ('7f4e4qfs27qzfxpcsx651var5f', 'juvenile-4', 'low');
INSERT INTO public.assessment_bands VALUES ('7f4e4qfs27qzfxpcsx651var5f', 'new-york-4', 'low');
INSERT INTO public.assessment_bands VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 'adult-4', 'med-high');
INSERT INTO public.assessment_bands VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 'new-york-4', 'high');
INSERT INTO public.assessment_bands VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 'juvenile-4', 'low');
INSERT INTO public.assessment_bands VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 'new-york-4', 'low');
INSERT INTO public.assessment_bands VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 'juvenile-4', 'moderate');
INSERT INTO public.assessment_bands VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 'new-york-4', 'medium');


--
-- Data for Name: assessment_domains; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 0, 'offenses', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 1, 'family', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'low');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 2, 'education-employment', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 3, 'peers', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'low');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 4, 'substance-abuse', 1, NULL, NULL, 0, 'NONE', 1, '2026-09-21', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 5, 'leisure', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'low');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 6, 'personality-behavior', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'low');
INSERT INTO public.assessment_domains VALUES ('7f4e4qfs27qzfxpcsx651var5f', 7, 'attitudes', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-21', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 0, 'medical-mental', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 1, 'physical-needs', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 2, 'social-emotional', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 3, 'housing', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 4, 'family-support', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 5, 'community-living', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('5yba5cr8wddxjvh1b09wk75ezq', 6, 'educational-vocational', NULL, NULL, NULL, 0, 'NONE', 0, '2026-07-11', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 0, 'criminal-history', 6, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 1, 'education-employment', 5, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 2, 'family-marital', 2, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 3, 'leisure-recreation', 0, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 4, 'companions', 3, NULL, NULL, 0, 'NONE', 1, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 5, 'alcohol-drug', 3, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 6, 'procriminal-attitude', 3, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('384bsb9ksymhwzf6zk1e10mb8z', 7, 'antisocial-pattern', 3, NULL, NULL, 0, 'NONE', 0, '2026-01-27', '', '');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 0, 'offenses', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 1, 'family', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'low');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 3, 'peers', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'low');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 2, 'education-employment', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 4, 'substance-abuse', 1, NULL, NULL, 0, 'NONE', 1, '2026-09-30', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 5, 'leisure', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'low');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 6, 'personality-behavior', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', 7, 'attitudes', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-30', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 0, 'offenses', 2, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 1, 'family', 2, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'low');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 2, 'education-employment', 4, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'high');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 3, 'peers', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'low');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 4, 'substance-abuse', 3, NULL, NULL, 0, 'NONE', 1, '2026-09-27', '', 'high');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 5, 'leisure', 0, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'low');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 6, 'personality-behavior', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', 7, 'attitudes', 1, NULL, NULL, 0, 'NONE', 0, '2026-09-27', '', 'moderate');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 0, 'medical-mental', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 1, 'physical-needs', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 2, 'social-emotional', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 3, 'housing', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'need', '');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 4, 'family-support', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'need', '');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 5, 'community-living', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'no-need', '');
INSERT INTO public.assessment_domains VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', 6, 'educational-vocational', NULL, NULL, NULL, 0, 'NONE', 0, '2026-09-24', 'need', '');


--
-- Data for Name: assessments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessments VALUES ('7f4e4qfs27qzfxpcsx651var5f', '6ecb3c2mtcykexe1skrr894kkm', 'yls-cmi', '2.0', 0, 1, 'community-male', 'COMPLETE', '2026-09-20', 5, '', 0, 0, 0, '{"importOrigin":{"externalId":{"sourceSystem":"example-cms","id":"AM-000001"},"sourceEntryTime":"2026-09-22T23:42:00Z","reason":"REASON_REASSESSMENT","assessorId":"OF-000003"}}', 5, 'low', 0, 0, 0, 1, '2027-03-20', 3, 1796132532452791, 'person/clerk', 1796132532452791, 'person/clerk', NULL);
INSERT INTO public.assessments VALUES ('5yba5cr8wddxjvh1b09wk75ezq', '6ecb3c2mtcykexe1skrr894kkm', 'tcm', '22-ccr-51351', 0, 0, '', 'COMPLETE', '2026-07-02', NULL, '', 0, 0, 0, '{"importOrigin":{"externalId":{"sourceSystem":"example-cms","id":"AM-000002"},"sourceEntryTime":"2026-07-02T23:18:00Z","reason":"REASON_REASSESSMENT","assessorId":"OF-000003"}}', NULL, '', 0, 0, 0, 1, '2027-01-02', 3, 1796132532452791, 'person/clerk', 1796132532452791, 'person/clerk', NULL);
INSERT INTO public.assessments VALUES ('384bsb9ksymhwzf6zk1e10mb8z', '6h2rcazhybmbgfcvd97adrtv3w', 'ls-cmi', '1.0', 0, 1, 'general', 'COMPLETE', '2026-01-14', 25, '', 0, 0, 0, '{"importOrigin":{"externalId":{"sourceSystem":"example-cms","id":"AM-000003"},"sourceEntryTime":"2026-01-15T23:52:00Z","reason":"REASON_INITIAL","assessorId":"OF-000012"}}', 25, 'high', 0, 0, 0, 1, '2027-01-14', 3, 1796132532452791, 'person/clerk', 1796132532452791, 'person/clerk', NULL);
INSERT INTO public.assessments VALUES ('3yk48xgv7cw1cbfzbnag61xrwk', '06wbwhdf60rbqd0vhxke1mq6j5', 'yls-cmi', '2.0', 0, 1, 'community-female', 'COMPLETE', '2026-09-28', 5, '', 0, 0, 0, '{"importOrigin":{"externalId":{"sourceSystem":"example-cms","id":"AM-000004"},"sourceEntryTime":"2026-09-29T00:37:00Z","reason":"REASON_INITIAL","assessorId":"OF-000003"}}', 5, 'low', 0, 0, 0, 1, '2027-03-28', 3, 1796132532452791, 'person/clerk', 1796132532452791, 'person/clerk', NULL);
INSERT INTO public.assessments VALUES ('6v9ycw8aecyjnycc7t0jqjqj9t', '3tj2j1cywzkkzeprmekfct3zhp', 'yls-cmi', '2.0', 0, 1, 'community-female', 'COMPLETE', '2026-09-10', 14, '', 0, 0, 0, '{"importOrigin":{"externalId":{"sourceSystem":"example-cms","id":"AM-000005"},"sourceEntryTime":"2026-09-10T22:41:00Z","reason":"REASON_REASSESSMENT","assessorId":"OF-000010"}}', 14, 'moderate', 0, 0, 0, 1, '2027-03-10', 3, 1796132532452791, 'person/clerk', 1796132532452791, 'person/clerk', NULL);
INSERT INTO public.assessments VALUES ('462jk2wcnqbwg9xsgqj5pdn13y', '3tj2j1cywzkkzeprmekfct3zhp', 'tcm', '22-ccr-51351', 0, 0, '', 'COMPLETE', '2026-09-23', NULL, '', 0, 0, 0, '{"importOrigin":{"externalId":{"sourceSystem":"example-cms","id":"AM-000006"},"sourceEntryTime":"2026-09-26T00:33:00Z","reason":"REASON_REASSESSMENT","assessorId":"OF-000010"}}', NULL, '', 0, 0, 0, 1, '2027-03-23', 3, 1796132532452791, 'person/clerk', 1796132532452791, 'person/clerk', NULL);


--
-- Data for Name: audit_log; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_log VALUES (1, 1796132519371087, 'service/caseplan', '', '/caseload.assessment.v1.AssessmentService/WatchChanges', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (2, 1796132532449875, 'person/clerk', 'clerk', '/caseload.assessment.v1.AssessmentService/ImportRecords', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (3, 1796132532452791, 'person/clerk', 'clerk', '/caseload.assessment.v1.AssessmentService/ImportRecords', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (4, 1796132535226888, 'person/clerk', 'clerk', '/caseload.assessment.v1.AssessmentService/ImportRecords', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (5, 1796132535226888, 'person/clerk', 'clerk', '/caseload.assessment.v1.AssessmentService/ImportRecords', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (6, 1796132536268353, 'service/caseplan', '', '/caseload.assessment.v1.AssessmentService/WatchChanges', 'Unavailable', 'SERVICE_DRAINING', '[]', '', '');


--
-- Data for Name: changes; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.changes VALUES (1, 740, 'instruments/ls-cmi/versions/1.0', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"ls-cmi","version":"1.0","contentHash":"88cad51e49d98ccf201eb24c070a76ad238b33f653a935b387794c78c5b55aaa","effectiveDate":{"year":2004,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (2, 740, 'instruments/lsi-r/versions/idaho-2020', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"lsi-r","version":"idaho-2020","contentHash":"19eb87282b8bff2c2709e6f31282638a0e5f48ea1abc14b2d93f0bc9d5e1305c","effectiveDate":{"year":2020,"month":7,"day":21},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (3, 740, 'instruments/lsi-r/versions/idaho-before-2020', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"lsi-r","version":"idaho-before-2020","contentHash":"65978212717dd2e516c4bd48fab5e6e5a89782cdf06ba9e99a182ef45faa2b5f","effectiveDate":{"year":1995,"month":1,"day":1},"retiredDate":{"year":2020,"month":7,"day":20},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (4, 740, 'instruments/lsi-r/versions/publisher', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"lsi-r","version":"publisher","contentHash":"46ea45711f39fe5f0221b9552b97f760d38cd2d089fca8380ae1a2d29c3ec95b","effectiveDate":{"year":1995,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (5, 740, 'instruments/strong-r/versions/2', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"strong-r","version":"2","contentHash":"844fa51abe5ae89a29e4e1c6dcba3c2a8922ec22827b36ea08fd10a00328cdd6","effectiveDate":{"year":2014,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (6, 740, 'instruments/tcm/versions/22-ccr-51351', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"tcm","version":"22-ccr-51351","contentHash":"73062b59dfdf315fb023ef2e073508d8b755e2680873ebcbb7dab44c35583594","effectiveDate":{"year":1995,"month":1,"day":1}}', '');
INSERT INTO public.changes VALUES (7, 740, 'instruments/yls-cmi/versions/2.0', 'instrument', 1, 1796132512211486, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"yls-cmi","version":"2.0","contentHash":"7a109c44c99d83f8486c486e37884e6125e930eee7bec5e0619e3212cac03e37","effectiveDate":{"year":2011,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (8, 1037, 'assessments/7f4e4qfs27qzfxpcsx651var5f', 'assessment', 1, 1796132532452791, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/6ecb3c2mtcykexe1skrr894kkm","instrument":"instruments/yls-cmi/versions/2.0","state":"STATE_COMPLETE","assessedDate":{"year":2026,"month":9,"day":20},"completed":{"assessment":"assessments/7f4e4qfs27qzfxpcsx651var5f","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":20},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"low","bands":[{"bandScheme":"juvenile-4","band":"low"},{"bandScheme":"new-york-4","band":"low"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":20},"domains":[{"domain":"offenses","score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":1,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":0,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":0,"maximumScore":7,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}}]}}', '');
INSERT INTO public.changes VALUES (9, 1037, 'cases/6ecb3c2mtcykexe1skrr894kkm/risk', 'case_risk', 1, 1796132532452791, 'caseload.assessment.v1.CaseRiskState', '{"case":"cases/6ecb3c2mtcykexe1skrr894kkm","latest":[{"assessment":"assessments/7f4e4qfs27qzfxpcsx651var5f","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":20},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"low","bands":[{"bandScheme":"juvenile-4","band":"low"},{"bandScheme":"new-york-4","band":"low"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":20},"domains":[{"domain":"offenses","score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":1,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":0,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":0,"maximumScore":7,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}}]}]}', '');
INSERT INTO public.changes VALUES (10, 1037, 'assessments/5yba5cr8wddxjvh1b09wk75ezq', 'assessment', 1, 1796132532452791, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/6ecb3c2mtcykexe1skrr894kkm","instrument":"instruments/tcm/versions/22-ccr-51351","state":"STATE_COMPLETE","assessedDate":{"year":2026,"month":7,"day":2},"completed":{"assessment":"assessments/5yba5cr8wddxjvh1b09wk75ezq","instrument":"instruments/tcm/versions/22-ccr-51351","assessedDate":{"year":2026,"month":7,"day":2},"completeTime":"2026-12-01T13:42:12.452791Z","usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":1,"day":2},"domains":[{"domain":"medical-mental","dynamic":true,"needAreas":["physical-health","mental-health"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"physical-needs","dynamic":true,"needAreas":["basic-needs"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"social-emotional","dynamic":true,"needAreas":["mental-health","peers"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"housing","dynamic":true,"needAreas":["housing"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"family-support","dynamic":true,"needAreas":["family"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"community-living","dynamic":true,"needAreas":["life-skills"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"educational-vocational","dynamic":true,"needAreas":["education-employment"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}}]}}', '');
INSERT INTO public.changes VALUES (11, 1037, 'cases/6ecb3c2mtcykexe1skrr894kkm/risk', 'case_risk', 2, 1796132532452791, 'caseload.assessment.v1.CaseRiskState', '{"case":"cases/6ecb3c2mtcykexe1skrr894kkm","latest":[{"assessment":"assessments/5yba5cr8wddxjvh1b09wk75ezq","instrument":"instruments/tcm/versions/22-ccr-51351","assessedDate":{"year":2026,"month":7,"day":2},"completeTime":"2026-12-01T13:42:12.452791Z","usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":1,"day":2},"domains":[{"domain":"medical-mental","dynamic":true,"needAreas":["physical-health","mental-health"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"physical-needs","dynamic":true,"needAreas":["basic-needs"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"social-emotional","dynamic":true,"needAreas":["mental-health","peers"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"housing","dynamic":true,"needAreas":["housing"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"family-support","dynamic":true,"needAreas":["family"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"community-living","dynamic":true,"needAreas":["life-skills"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}},{"domain":"educational-vocational","dynamic":true,"needAreas":["education-employment"],"reviewedWithClientDate":{"year":2026,"month":7,"day":11}}]},{"assessment":"assessments/7f4e4qfs27qzfxpcsx651var5f","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":20},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"low","bands":[{"bandScheme":"juvenile-4","band":"low"},{"bandScheme":"new-york-4","band":"low"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":20},"domains":[{"domain":"offenses","score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":1,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":0,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":0,"maximumScore":7,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":21}}]}]}', '');
INSERT INTO public.changes VALUES (12, 1037, 'assessments/384bsb9ksymhwzf6zk1e10mb8z', 'assessment', 1, 1796132532452791, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/6h2rcazhybmbgfcvd97adrtv3w","instrument":"instruments/ls-cmi/versions/1.0","state":"STATE_COMPLETE","assessedDate":{"year":2026,"month":1,"day":14},"completed":{"assessment":"assessments/384bsb9ksymhwzf6zk1e10mb8z","instrument":"instruments/ls-cmi/versions/1.0","assessedDate":{"year":2026,"month":1,"day":14},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"high","bands":[{"bandScheme":"adult-4","band":"med-high"},{"bandScheme":"new-york-4","band":"high"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":1,"day":14},"domains":[{"domain":"criminal-history","score":6,"maximumScore":8,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":5,"maximumScore":9,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"family-marital","dynamic":true,"needAreas":["family"],"score":2,"maximumScore":4,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"leisure-recreation","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":2,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"companions","dynamic":true,"needAreas":["peers"],"score":3,"maximumScore":4,"driver":true,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"alcohol-drug","dynamic":true,"needAreas":["substance-use"],"score":3,"maximumScore":8,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"procriminal-attitude","dynamic":true,"needAreas":["attitudes"],"score":3,"maximumScore":4,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"antisocial-pattern","dynamic":true,"needAreas":["personality-behavior"],"score":3,"maximumScore":4,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}}]}}', '');
INSERT INTO public.changes VALUES (13, 1037, 'cases/6h2rcazhybmbgfcvd97adrtv3w/risk', 'case_risk', 1, 1796132532452791, 'caseload.assessment.v1.CaseRiskState', '{"case":"cases/6h2rcazhybmbgfcvd97adrtv3w","latest":[{"assessment":"assessments/384bsb9ksymhwzf6zk1e10mb8z","instrument":"instruments/ls-cmi/versions/1.0","assessedDate":{"year":2026,"month":1,"day":14},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"high","bands":[{"bandScheme":"adult-4","band":"med-high"},{"bandScheme":"new-york-4","band":"high"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":1,"day":14},"domains":[{"domain":"criminal-history","score":6,"maximumScore":8,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":5,"maximumScore":9,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"family-marital","dynamic":true,"needAreas":["family"],"score":2,"maximumScore":4,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"leisure-recreation","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":2,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"companions","dynamic":true,"needAreas":["peers"],"score":3,"maximumScore":4,"driver":true,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"alcohol-drug","dynamic":true,"needAreas":["substance-use"],"score":3,"maximumScore":8,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"procriminal-attitude","dynamic":true,"needAreas":["attitudes"],"score":3,"maximumScore":4,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}},{"domain":"antisocial-pattern","dynamic":true,"needAreas":["personality-behavior"],"score":3,"maximumScore":4,"reviewedWithClientDate":{"year":2026,"month":1,"day":27}}]}]}', '');
INSERT INTO public.changes VALUES (14, 1037, 'assessments/3yk48xgv7cw1cbfzbnag61xrwk', 'assessment', 1, 1796132532452791, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/06wbwhdf60rbqd0vhxke1mq6j5","instrument":"instruments/yls-cmi/versions/2.0","state":"STATE_COMPLETE","assessedDate":{"year":2026,"month":9,"day":28},"completed":{"assessment":"assessments/3yk48xgv7cw1cbfzbnag61xrwk","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":28},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"low","bands":[{"bandScheme":"juvenile-4","band":"low"},{"bandScheme":"new-york-4","band":"low"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":28},"domains":[{"domain":"offenses","score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":0,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":0,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}}]}}', '');
INSERT INTO public.changes VALUES (15, 1037, 'cases/06wbwhdf60rbqd0vhxke1mq6j5/risk', 'case_risk', 1, 1796132532452791, 'caseload.assessment.v1.CaseRiskState', '{"case":"cases/06wbwhdf60rbqd0vhxke1mq6j5","latest":[{"assessment":"assessments/3yk48xgv7cw1cbfzbnag61xrwk","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":28},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"low","bands":[{"bandScheme":"juvenile-4","band":"low"},{"bandScheme":"new-york-4","band":"low"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":28},"domains":[{"domain":"offenses","score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":0,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":0,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":30}}]}]}', '');
INSERT INTO public.changes VALUES (16, 1037, 'assessments/6v9ycw8aecyjnycc7t0jqjqj9t', 'assessment', 1, 1796132532452791, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/3tj2j1cywzkkzeprmekfct3zhp","instrument":"instruments/yls-cmi/versions/2.0","state":"STATE_COMPLETE","assessedDate":{"year":2026,"month":9,"day":10},"completed":{"assessment":"assessments/6v9ycw8aecyjnycc7t0jqjqj9t","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":10},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"moderate","bands":[{"bandScheme":"juvenile-4","band":"moderate"},{"bandScheme":"new-york-4","band":"medium"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":10},"domains":[{"domain":"offenses","score":2,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":2,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":4,"maximumScore":7,"level":"high","levelRank":2,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":1,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":3,"maximumScore":5,"level":"high","levelRank":2,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}}]}}', '');
INSERT INTO public.changes VALUES (17, 1037, 'cases/3tj2j1cywzkkzeprmekfct3zhp/risk', 'case_risk', 1, 1796132532452791, 'caseload.assessment.v1.CaseRiskState', '{"case":"cases/3tj2j1cywzkkzeprmekfct3zhp","latest":[{"assessment":"assessments/6v9ycw8aecyjnycc7t0jqjqj9t","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":10},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"moderate","bands":[{"bandScheme":"juvenile-4","band":"moderate"},{"bandScheme":"new-york-4","band":"medium"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":10},"domains":[{"domain":"offenses","score":2,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":2,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":4,"maximumScore":7,"level":"high","levelRank":2,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":1,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":3,"maximumScore":5,"level":"high","levelRank":2,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}}]}]}', '');
INSERT INTO public.changes VALUES (18, 1037, 'assessments/462jk2wcnqbwg9xsgqj5pdn13y', 'assessment', 1, 1796132532452791, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/3tj2j1cywzkkzeprmekfct3zhp","instrument":"instruments/tcm/versions/22-ccr-51351","state":"STATE_COMPLETE","assessedDate":{"year":2026,"month":9,"day":23},"completed":{"assessment":"assessments/462jk2wcnqbwg9xsgqj5pdn13y","instrument":"instruments/tcm/versions/22-ccr-51351","assessedDate":{"year":2026,"month":9,"day":23},"completeTime":"2026-12-01T13:42:12.452791Z","usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":23},"domains":[{"domain":"medical-mental","dynamic":true,"needAreas":["physical-health","mental-health"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"physical-needs","dynamic":true,"needAreas":["basic-needs"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"social-emotional","dynamic":true,"needAreas":["mental-health","peers"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"housing","dynamic":true,"needAreas":["housing"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"family-support","dynamic":true,"needAreas":["family"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"community-living","dynamic":true,"needAreas":["life-skills"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"educational-vocational","dynamic":true,"needAreas":["education-employment"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}}]}}', '');
INSERT INTO public.changes VALUES (19, 1037, 'cases/3tj2j1cywzkkzeprmekfct3zhp/risk', 'case_risk', 2, 1796132532452791, 'caseload.assessment.v1.CaseRiskState', '{"case":"cases/3tj2j1cywzkkzeprmekfct3zhp","latest":[{"assessment":"assessments/462jk2wcnqbwg9xsgqj5pdn13y","instrument":"instruments/tcm/versions/22-ccr-51351","assessedDate":{"year":2026,"month":9,"day":23},"completeTime":"2026-12-01T13:42:12.452791Z","usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":23},"domains":[{"domain":"medical-mental","dynamic":true,"needAreas":["physical-health","mental-health"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"physical-needs","dynamic":true,"needAreas":["basic-needs"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"social-emotional","dynamic":true,"needAreas":["mental-health","peers"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"housing","dynamic":true,"needAreas":["housing"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"family-support","dynamic":true,"needAreas":["family"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"community-living","dynamic":true,"needAreas":["life-skills"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}},{"domain":"educational-vocational","dynamic":true,"needAreas":["education-employment"],"reviewedWithClientDate":{"year":2026,"month":9,"day":24}}]},{"assessment":"assessments/6v9ycw8aecyjnycc7t0jqjqj9t","instrument":"instruments/yls-cmi/versions/2.0","assessedDate":{"year":2026,"month":9,"day":10},"completeTime":"2026-12-01T13:42:12.452791Z","setsRisk":true,"level":"moderate","bands":[{"bandScheme":"juvenile-4","band":"moderate"},{"bandScheme":"new-york-4","band":"medium"}],"usesUnverifiedFigures":true,"currentUntilDate":{"year":2027,"month":3,"day":10},"domains":[{"domain":"offenses","score":2,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"family","dynamic":true,"needAreas":["family"],"score":2,"maximumScore":6,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"education-employment","dynamic":true,"needAreas":["education-employment"],"score":4,"maximumScore":7,"level":"high","levelRank":2,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"peers","dynamic":true,"needAreas":["peers"],"score":1,"maximumScore":4,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"substance-abuse","dynamic":true,"needAreas":["substance-use"],"score":3,"maximumScore":5,"level":"high","levelRank":2,"driver":true,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"leisure","dynamic":true,"needAreas":["leisure"],"score":0,"maximumScore":3,"level":"low","levelRank":0,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"personality-behavior","dynamic":true,"needAreas":["personality-behavior"],"score":1,"maximumScore":7,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}},{"domain":"attitudes","dynamic":true,"needAreas":["attitudes"],"score":1,"maximumScore":5,"level":"moderate","levelRank":1,"reviewedWithClientDate":{"year":2026,"month":9,"day":27}}]}]}', '');


--
-- Data for Name: feed_store; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.feed_store VALUES (1, '53sac6ffwbtaqfvq362cp7jnd1', 0, 0);


--
-- Data for Name: followed_feeds; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.followed_feeds VALUES ('caseplan', 'rJWSQnZJDIh-dcRt2GO8c3W32H_PBcQ41AgIaT_J_BuFNj3yCZ95W4wYXG0RG3MluRdpcpIVs9jztCpW4RDS', 0, 1796132531429649);


--
-- Data for Name: import_runs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.import_runs VALUES ('5a6qj3jpwz768vnpy86k6y89eq', 'assessments', 'example-cms', 1796132532452791, 1796132535226888, 1796132535226888);


--
-- Data for Name: imported_records; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.imported_records VALUES ('assessments', 'example-cms', 'AM-000001', 'assessments/7f4e4qfs27qzfxpcsx651var5f', '99ceafe40c04fdc0f097079ef51922cd9aa9d6a8546b65bf0a804d14cd6f5da4', 1790120520000000, 1796132532452791, '5a6qj3jpwz768vnpy86k6y89eq', 1, NULL, '');
INSERT INTO public.imported_records VALUES ('assessments', 'example-cms', 'AM-000002', 'assessments/5yba5cr8wddxjvh1b09wk75ezq', 'bb8850552995adb92cbf3b064bed83dd039136508cb4087c8fd4bb48173048e6', 1783034280000000, 1796132532452791, '5a6qj3jpwz768vnpy86k6y89eq', 1, NULL, '');
INSERT INTO public.imported_records VALUES ('assessments', 'example-cms', 'AM-000003', 'assessments/384bsb9ksymhwzf6zk1e10mb8z', '2fea022ec27af782d2c37307480349765e602d38a681dab2abc7da5a38af00ac', 1768521120000000, 1796132532452791, '5a6qj3jpwz768vnpy86k6y89eq', 1, NULL, '');
INSERT INTO public.imported_records VALUES ('assessments', 'example-cms', 'AM-000004', 'assessments/3yk48xgv7cw1cbfzbnag61xrwk', '9ab799ce50ccf794634f9f3350fc81c16bddec3d479bb80fb8715ea68944f588', 1790642220000000, 1796132532452791, '5a6qj3jpwz768vnpy86k6y89eq', 1, NULL, '');
INSERT INTO public.imported_records VALUES ('assessments', 'example-cms', 'AM-000005', 'assessments/6v9ycw8aecyjnycc7t0jqjqj9t', '1509a75b7a4553ccbbd12f078bf461bd30c9ffec362a8554e05e4811fd3b701d', 1789080060000000, 1796132532452791, '5a6qj3jpwz768vnpy86k6y89eq', 1, NULL, '');
INSERT INTO public.imported_records VALUES ('assessments', 'example-cms', 'AM-000006', 'assessments/462jk2wcnqbwg9xsgqj5pdn13y', '6aa924d47a731871c770e3d3092fd2bfef1dd1db1df70ef7159365202ac5ecb7', 1790382780000000, 1796132532452791, '5a6qj3jpwz768vnpy86k6y89eq', 1, NULL, '');


--
-- Data for Name: instruments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.instruments VALUES ('ls-cmi', '1.0', 'LS/CMI', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 1, '2004-01-01', NULL, '88cad51e49d98ccf201eb24c070a76ad238b33f653a935b387794c78c5b55aaa', '{"instrumentId":"ls-cmi","version":"1.0","title":"LS/CMI","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"2004-01-01","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":43,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Hennepin County, LSI-R to LS/CMI (2012); publisher''s storefront: Section 1 has 43 items in 8 areas, total 0 to 43, ages 16 and over."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":8,"maximum":8,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":8,"maximum":8,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"procriminal-attitude","title":"Procriminal attitude/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["attitudes"]},{"domainId":"antisocial-pattern","title":"Antisocial pattern","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["personality-behavior"]}],"levels":[{"levelId":"very-low","title":"Very low"},{"levelId":"low","title":"Low"},{"levelId":"moderate","title":"Medium"},{"levelId":"high","title":"High"},{"levelId":"very-high","title":"Very high"}],"normGroups":[{"normGroupId":"general","title":"All","totalBands":[{"level":"very-low","maximum":4},{"level":"low","minimum":5,"maximum":10},{"level":"moderate","minimum":11,"maximum":19},{"level":"high","minimum":20,"maximum":29},{"level":"very-high","minimum":30,"maximum":43}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"very-low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"moderate","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"very-high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"very-low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"moderate","bandId":"medium","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"very-high","bandId":"greatest","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":4,"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Adult procedure 1.16: an assessment completed within 12 months may be used."}},"administeredBy":["Probation officer, counselor, psychologist, social worker or trained paraprofessional, publisher''s qualification level B"],"setsRisk":true,"validationEvidence":[{"statement":"Five levels, with an override by the assessor, examined in a general-risk validation.","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Guay and Parent (2017), as cited by Risk Management Authority."}}]}', 'SHIPPED', 1796132512211486, 'service/assessment');
INSERT INTO public.instruments VALUES ('lsi-r', 'idaho-2020', 'LSI-R, Idaho 2020', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 0, '2020-07-21', NULL, '19eb87282b8bff2c2709e6f31282638a0e5f48ea1abc14b2d93f0bc9d5e1305c', '{"instrumentId":"lsi-r","version":"idaho-2020","title":"LSI-R, Idaho 2020","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"2020-07-21","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":54,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009) and Idaho scoring guide v3.0: 54 items in 10 areas. One county''s report prints 0 to 53; 0 to 54 is accepted."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"financial","title":"Financial","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["financial"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"accommodation","title":"Accommodation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["housing"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"emotional-personal","title":"Emotional/personal","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"moderate","title":"Moderate"},{"levelId":"high","title":"High"}],"normGroups":[{"normGroupId":"male","title":"Male","totalBands":[{"level":"low","maximum":20},{"level":"moderate","minimum":21,"maximum":28},{"level":"high","minimum":29,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho Department of Correction bands as coded in the open-source supervision-compliance rules of Recidiviz (us_ix)."}},{"normGroupId":"female","title":"Female","totalBands":[{"level":"low","maximum":22},{"level":"moderate","minimum":23,"maximum":30},{"level":"high","minimum":31,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho Department of Correction bands as coded in the open-source supervision-compliance rules of Recidiviz (us_ix)."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"moderate","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":5,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho scoring guide v3.0: up to 5 unanswered items."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho: reassessment after 365 days, none at the minimum level; taken for every level by default."}},"administeredBy":["Trained probation or parole officer"],"setsRisk":true}', 'SHIPPED', 1796132512211486, 'service/assessment');
INSERT INTO public.instruments VALUES ('lsi-r', 'idaho-before-2020', 'LSI-R, Idaho before 2020', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 0, '1995-01-01', '2020-07-20', '65978212717dd2e516c4bd48fab5e6e5a89782cdf06ba9e99a182ef45faa2b5f', '{"instrumentId":"lsi-r","version":"idaho-before-2020","title":"LSI-R, Idaho before 2020","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"1995-01-01","retiredDate":"2020-07-20","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":54,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009) and Idaho scoring guide v3.0: 54 items in 10 areas. One county''s report prints 0 to 53; 0 to 54 is accepted."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"financial","title":"Financial","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["financial"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"accommodation","title":"Accommodation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["housing"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"emotional-personal","title":"Emotional/personal","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"level-1","title":"Level 1"},{"levelId":"level-2","title":"Level 2"},{"levelId":"level-3","title":"Level 3"},{"levelId":"level-4","title":"Level 4"}],"normGroups":[{"normGroupId":"general","title":"All","totalBands":[{"level":"level-1","maximum":15},{"level":"level-2","minimum":16,"maximum":23},{"level":"level-3","minimum":24,"maximum":30},{"level":"level-4","minimum":31,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho Department of Correction bands as coded in the open-source supervision-compliance rules of Recidiviz (us_ix)."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"level-1","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"level-2","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"level-3","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"level-4","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":5,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho scoring guide v3.0: up to 5 unanswered items."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho: reassessment after 365 days, none at the minimum level; taken for every level by default."}},"administeredBy":["Trained probation or parole officer"],"setsRisk":true}', 'SHIPPED', 1796132512211486, 'service/assessment');
INSERT INTO public.instruments VALUES ('lsi-r', 'publisher', 'LSI-R', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 1, '1995-01-01', NULL, '46ea45711f39fe5f0221b9552b97f760d38cd2d089fca8380ae1a2d29c3ec95b', '{"instrumentId":"lsi-r","version":"publisher","title":"LSI-R","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"1995-01-01","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":54,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009) and Idaho scoring guide v3.0: 54 items in 10 areas. One county''s report prints 0 to 53; 0 to 54 is accepted."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"financial","title":"Financial","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["financial"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"accommodation","title":"Accommodation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["housing"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"emotional-personal","title":"Emotional/personal","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"low-moderate","title":"Low/moderate"},{"levelId":"moderate","title":"Moderate"},{"levelId":"medium-high","title":"Medium/high"},{"levelId":"high","title":"High"}],"normGroups":[{"normGroupId":"general","title":"All","totalBands":[{"level":"low","maximum":13},{"level":"low-moderate","minimum":14,"maximum":23},{"level":"moderate","minimum":24,"maximum":33},{"level":"medium-high","minimum":34,"maximum":40},{"level":"high","minimum":41,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"low-moderate","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"moderate","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"medium-high","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":5,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho scoring guide v3.0: up to 5 unanswered items."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho: reassessment after 365 days, none at the minimum level; taken for every level by default."}},"administeredBy":["Trained probation or parole officer"],"setsRisk":true}', 'SHIPPED', 1796132512211486, 'service/assessment');
INSERT INTO public.instruments VALUES ('strong-r', '2', 'STRONG-R', 'ADULT', 'LEVEL_RECORDED', 1, 0, 0, '2014-01-01', NULL, '844fa51abe5ae89a29e4e1c6dcba3c2a8922ec22827b36ea08fd10a00328cdd6', '{"instrumentId":"strong-r","version":"2","title":"STRONG-R","publisher":"Vant4ge","population":"POPULATION_ADULT","effectiveDate":"2014-01-01","scoringConvention":"SCORING_CONVENTION_LEVEL_RECORDED","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Vendor''s site: static and dynamic items, four scoring models; Tennessee''s export of version 2 for the level codes and areas."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Vendor''s site."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"friends-residential","title":"Friends and associates/residential","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["peers","housing"]},{"domainId":"alcohol-drugs","title":"Alcohol/drugs","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"mental-health","title":"Mental health","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"aggression","title":"Aggression","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["aggression"]},{"domainId":"attitudes-behaviors","title":"Attitudes/behaviors","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["attitudes","personality-behavior"]},{"domainId":"family","title":"Partner/family/children","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["family"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"mod","title":"Moderate"},{"levelId":"hp","title":"High property"},{"levelId":"hd","title":"High drug"},{"levelId":"hv","title":"High violent"},{"levelId":"hvpd","title":"High in all three"},{"levelId":"high","title":"High"}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"mod","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hp","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hd","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hv","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hvpd","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}}],"missingItems":{"provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Nothing is scored here; the vendor''s system asks for every item."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: 12 months; county to confirm."}},"administeredBy":["Officer trained by the vendor"],"setsRisk":true}', 'SHIPPED', 1796132512211486, 'service/assessment');
INSERT INTO public.instruments VALUES ('tcm', '22-ccr-51351', 'TCM assessment', 'ANY', 'NARRATIVE', 0, 0, 1, '1995-01-01', NULL, '73062b59dfdf315fb023ef2e073508d8b755e2680873ebcbb7dab44c35583594', '{"instrumentId":"tcm","version":"22-ccr-51351","title":"TCM assessment","publisher":"California Department of Health Care Services","population":"POPULATION_ANY","effectiveDate":"1995-01-01","scoringConvention":"SCORING_CONVENTION_NARRATIVE","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1): seven areas of need."},"domains":[{"domainId":"medical-mental","title":"Medical and mental condition","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["physical-health","mental-health"]},{"domainId":"physical-needs","title":"Physical needs such as food and clothing","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["basic-needs"]},{"domainId":"social-emotional","title":"Social and emotional status","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["mental-health","peers"]},{"domainId":"housing","title":"Housing and physical environment","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["housing"]},{"domainId":"family-support","title":"Family and social support system","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["family"]},{"domainId":"community-living","title":"Training for community living","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["life-skills"]},{"domainId":"educational-vocational","title":"Educational and vocational needs","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["education-employment"]}],"missingItems":{"provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Nothing is scored."}},"validity":{"period":{"months":6},"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: at least every six months; the county confirms."}},"administeredBy":["TCM case manager"]}', 'SHIPPED', 1796132512211486, 'service/assessment');
INSERT INTO public.instruments VALUES ('yls-cmi', '2.0', 'YLS/CMI 2.0', 'JUVENILE', 'SUM_OF_DOMAINS', 1, 0, 1, '2011-01-01', NULL, '7a109c44c99d83f8486c486e37884e6125e930eee7bec5e0619e3212cac03e37', '{"instrumentId":"yls-cmi","version":"2.0","title":"YLS/CMI 2.0","publisher":"MHS","population":"POPULATION_JUVENILE","effectiveDate":"2011-01-01","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":42,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Publisher''s storefront; University of Alaska Justice Forum 28(4): 42 items in 8 domains, total 0 to 42, ages 12 to 18."},"domains":[{"domainId":"offenses","title":"Prior and current offenses/dispositions","kind":"DOMAIN_KIND_STATIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":2},{"level":"high","minimum":3,"maximum":5}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},{"domainId":"family","title":"Family circumstances/parenting","kind":"DOMAIN_KIND_DYNAMIC","itemCount":6,"maximum":6,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low","maximum":2},{"level":"moderate","minimum":3,"maximum":4},{"level":"high","minimum":5,"maximum":6}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":7,"maximum":7,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":3},{"level":"high","minimum":4,"maximum":7}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"peers","title":"Peer relations","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low","maximum":1},{"level":"moderate","minimum":2,"maximum":3},{"level":"high","minimum":4,"maximum":4}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"substance-abuse","title":"Substance abuse","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":2},{"level":"high","minimum":3,"maximum":5}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"leisure","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":1},{"level":"high","minimum":2,"maximum":3}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"personality-behavior","title":"Personality/behavior","kind":"DOMAIN_KIND_DYNAMIC","itemCount":7,"maximum":7,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":4},{"level":"high","minimum":5,"maximum":7}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["personality-behavior"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":3},{"level":"high","minimum":4,"maximum":5}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"moderate","title":"Moderate"},{"levelId":"high","title":"High"},{"levelId":"very-high","title":"Very high"}],"normGroups":[{"normGroupId":"community-male","title":"Community, male","totalBands":[{"level":"low","maximum":9},{"level":"moderate","minimum":10,"maximum":21},{"level":"high","minimum":22,"maximum":31},{"level":"very-high","minimum":32,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},{"normGroupId":"community-female","title":"Community, female","totalBands":[{"level":"low","maximum":8},{"level":"moderate","minimum":9,"maximum":19},{"level":"high","minimum":20,"maximum":28},{"level":"very-high","minimum":29,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},{"normGroupId":"custodial-male","title":"Custodial, male","totalBands":[{"level":"low","maximum":19},{"level":"moderate","minimum":20,"maximum":29},{"level":"high","minimum":30,"maximum":36},{"level":"very-high","minimum":37,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example of low confidence: no citable source; replace from the licensed manual before use."}},{"normGroupId":"custodial-female","title":"Custodial, female","totalBands":[{"level":"low","maximum":15},{"level":"moderate","minimum":16,"maximum":24},{"level":"high","minimum":25,"maximum":32},{"level":"very-high","minimum":33,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example of low confidence: the cut-offs are guesses; replace from the licensed manual before use."}}],"levelMappings":[{"bandSchemeId":"juvenile-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"juvenile-4","levelId":"moderate","bandId":"moderate","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"juvenile-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"juvenile-4","levelId":"very-high","bandId":"very-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"new-york-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"moderate","bandId":"medium","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"very-high","bandId":"greatest","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":4,"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},"validity":{"period":{"months":6},"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: six months and on major change; the county confirms."}},"administeredBy":["Probation officer or other professional trained in the instrument, publisher''s qualification level B"],"setsRisk":true,"validationEvidence":[{"statement":"US norms by gender and setting, n = 12,798.","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Publisher''s storefront."}}]}', 'SHIPPED', 1796132512211486, 'service/assessment');


--
-- Data for Name: projected_assignments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projected_assignments VALUES ('27rnjtaw1czqngwx6bhkrgr1pq', 1, 'case-0', 'dpo-0', 'primary', '2026-08-23', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('60sp1w0kpd41h1htt1yngnh4ex', 1, 'case-1', 'dpo-1', 'primary', '2026-08-23', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('7fsbfev3bjm3d2m6ksf68vfm6x', 1, 'case-2', 'dpo-2', 'primary', '2026-08-23', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('0fmbe1a5bafw4pzt17b86txrvc', 1, 'case-3', 'dpo-3', 'primary', '2026-08-23', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('3p7vkzghcjwsc87rk77x828pdf', 1, 'case-4', 'dpo-4', 'primary', '2026-08-23', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('5s4yx7b37tnwmzwabbh10e8xw9', 1, '6ecb3c2mtcykexe1skrr894kkm', '45gfahkcby73tttf21p1hsq673', 'primary', '2026-01-29', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('20gs19rr7spybw8rvfnt73e68h', 1, '6h2rcazhybmbgfcvd97adrtv3w', '7zd15aywf9cpznbvvk70bkpf9y', 'primary', '2026-09-21', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('6nmzhbw8dsv6jj0r9nghagbgqt', 1, '06wbwhdf60rbqd0vhxke1mq6j5', '45gfahkcby73tttf21p1hsq673', 'primary', '2026-10-22', NULL, 1);
INSERT INTO public.projected_assignments VALUES ('0fqytjmb4v3dvcdtet93hfd7y1', 1, '3tj2j1cywzkkzeprmekfct3zhp', '6dayjtwfv03nq1je12bc6hadkd', 'primary', '2025-09-13', NULL, 1);


--
-- Data for Name: projected_case_states; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projected_case_states VALUES ('5zjnma7djxp12fm0997q9e9dez', 1, '6ecb3c2mtcykexe1skrr894kkm', 'active', '2026-01-29', NULL, 1);
INSERT INTO public.projected_case_states VALUES ('46tjr5fytpnhm9q1jen0272vxa', 1, '6h2rcazhybmbgfcvd97adrtv3w', 'active', '2026-09-21', NULL, 1);
INSERT INTO public.projected_case_states VALUES ('0x8r9va7t1fda4jxjymt1rygxp', 1, '06wbwhdf60rbqd0vhxke1mq6j5', 'active', '2026-10-22', NULL, 1);
INSERT INTO public.projected_case_states VALUES ('1118n7wp2vawj9rsdx8w56t4f5', 1, '3tj2j1cywzkkzeprmekfct3zhp', 'active', '2025-09-13', '2026-11-19', 1);
INSERT INTO public.projected_case_states VALUES ('09kpvzfxyhp9g47vwrq59awcvk', 1, '3tj2j1cywzkkzeprmekfct3zhp', 'out_of_county', '2026-11-20', NULL, 1);


--
-- Data for Name: projected_cases; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projected_cases VALUES ('case-0', 1, 'juvenile', '2026-08-23', NULL, 'juvenile-1', NULL, NULL, NULL);
INSERT INTO public.projected_cases VALUES ('case-1', 1, 'juvenile', '2026-08-23', NULL, 'juvenile-1', NULL, NULL, NULL);
INSERT INTO public.projected_cases VALUES ('case-2', 1, 'juvenile', '2026-08-23', NULL, 'juvenile-1', NULL, NULL, NULL);
INSERT INTO public.projected_cases VALUES ('case-3', 1, 'juvenile', '2026-08-23', NULL, 'juvenile-1', NULL, NULL, NULL);
INSERT INTO public.projected_cases VALUES ('case-4', 1, 'juvenile', '2026-08-23', NULL, 'juvenile-1', NULL, NULL, NULL);
INSERT INTO public.projected_cases VALUES ('6ecb3c2mtcykexe1skrr894kkm', 1, 'juvenile', '2026-01-29', '2026-01-29', '7zxtvcnyz1p022jbcqd53a9fm9', NULL, 'example-cms', 'CA-000001');
INSERT INTO public.projected_cases VALUES ('6h2rcazhybmbgfcvd97adrtv3w', 1, 'adult', '2026-09-21', '2026-09-21', '6jfk8zy2ftzenxnt9njfkxymdx', NULL, 'example-cms', 'CA-000002');
INSERT INTO public.projected_cases VALUES ('06wbwhdf60rbqd0vhxke1mq6j5', 1, 'juvenile', '2026-10-22', '2026-10-22', '7zxtvcnyz1p022jbcqd53a9fm9', NULL, 'example-cms', 'CA-000003');
INSERT INTO public.projected_cases VALUES ('3tj2j1cywzkkzeprmekfct3zhp', 1, 'juvenile', '2025-09-13', '2025-09-13', '24zypzj50xjv001xfkyt9na4nx', NULL, 'example-cms', 'CA-000004');


--
-- Data for Name: projected_officers; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projected_officers VALUES ('sdpo-0', 1, 'sdpo-0', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('sdpo-1', 1, 'sdpo-1', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('sdpo-2', 1, 'sdpo-2', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('sdpo-3', 1, 'sdpo-3', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('dpo-0', 1, 'dpo-0', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('dpo-1', 1, 'dpo-1', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('dpo-2', 1, 'dpo-2', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('dpo-3', 1, 'dpo-3', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('dpo-4', 1, 'dpo-4', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('dpo-adult', 1, 'dpo-adult', '2026-01-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('5bzkwc70bpembszvrbfw2628a4', 1, 'officer000001', '2013-03-23', NULL, 1);
INSERT INTO public.projected_officers VALUES ('30rerq8h9z7hb93k9n35szgce3', 1, 'officer000002', '2013-09-15', NULL, 1);
INSERT INTO public.projected_officers VALUES ('45gfahkcby73tttf21p1hsq673', 1, 'officer000003', '2016-08-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('7010fqxv1m487bw3bv1ndh2psv', 1, 'officer000004', '2016-11-21', '2026-10-16', 1);
INSERT INTO public.projected_officers VALUES ('4aq0rbgrv83vnfc733fqzfbrbj', 1, 'officer000005', '2016-07-02', NULL, 1);
INSERT INTO public.projected_officers VALUES ('7j4gtkxvjz1kr08afhc8p045nm', 1, 'officer000006', '2013-06-06', NULL, 1);
INSERT INTO public.projected_officers VALUES ('5fgaxry6hze0p3atn16ezmsy8x', 1, 'officer000007', '2021-03-25', NULL, 1);
INSERT INTO public.projected_officers VALUES ('6rj5spr57pdk9jhfqtfchfsv05', 1, 'officer000008', '2016-05-11', NULL, 1);
INSERT INTO public.projected_officers VALUES ('7dmbrbh9efw804ypk0e8cpb1b6', 1, 'officer000009', '2013-12-29', NULL, 1);
INSERT INTO public.projected_officers VALUES ('6dayjtwfv03nq1je12bc6hadkd', 1, 'officer000010', '2023-07-27', NULL, 1);
INSERT INTO public.projected_officers VALUES ('1afb8w44b4zmn5rfp0ndxbs8d6', 1, 'officer000011', '2015-04-04', NULL, 1);
INSERT INTO public.projected_officers VALUES ('7zd15aywf9cpznbvvk70bkpf9y', 1, 'officer000012', '2017-07-13', NULL, 1);
INSERT INTO public.projected_officers VALUES ('3hy1pbv2dbf0b4m66mdd06etm3', 1, 'officer000013', '2016-10-20', NULL, 1);
INSERT INTO public.projected_officers VALUES ('43n88072gnztggxc8gn299b4mb', 1, 'officer000014', '2013-04-01', NULL, 1);
INSERT INTO public.projected_officers VALUES ('3xa3egvsf9986fwjdrqan5stck', 1, 'officer000015', '2017-07-05', NULL, 1);
INSERT INTO public.projected_officers VALUES ('6sjggtb6ce8xsgewsx3rcp27vx', 1, 'officer000016', '2023-07-16', NULL, 1);


--
-- Data for Name: projected_postings; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projected_postings VALUES ('7rr8t5kgp50t9h71gv9ab7qjj2', 1, 'dpo-0', 'juvenile-1', 'sdpo-0', NULL, '2026-01-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('1t2ba3rj8g43fxtmf43264he1p', 1, 'dpo-1', 'juvenile-1', 'sdpo-1', NULL, '2026-01-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('14phczfg44nmn7h2t2mh0xqq9m', 1, 'dpo-2', 'juvenile-1', 'sdpo-2', NULL, '2026-01-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('2jkf3r2np3hj9jwexc835w4vy0', 1, 'dpo-3', 'juvenile-1', 'sdpo-3', NULL, '2026-01-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('5j501z2hcezd7g839gckdbr75x', 1, 'dpo-4', 'juvenile-1', 'sdpo-0', NULL, '2026-01-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('0z4yks407eg3ty5wsknjnfh6bh', 1, 'dpo-adult', 'adult-1', 'sdpo-1', NULL, '2026-01-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('742egfq9s9cewxx6pyt3m0k3sr', 1, '5bzkwc70bpembszvrbfw2628a4', '7zxtvcnyz1p022jbcqd53a9fm9', NULL, NULL, '2013-03-23', NULL, 1);
INSERT INTO public.projected_postings VALUES ('76m3zt7d44yhx9nfy6qjg5k4jb', 1, '30rerq8h9z7hb93k9n35szgce3', '7zxtvcnyz1p022jbcqd53a9fm9', '5bzkwc70bpembszvrbfw2628a4', NULL, '2013-09-15', NULL, 1);
INSERT INTO public.projected_postings VALUES ('14c2gmx8z46ts29cbq9hfra28a', 1, '45gfahkcby73tttf21p1hsq673', '7zxtvcnyz1p022jbcqd53a9fm9', '30rerq8h9z7hb93k9n35szgce3', NULL, '2016-08-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('5599wn3mt0hx6z5gdbcvrpkx95', 1, '7010fqxv1m487bw3bv1ndh2psv', '7zxtvcnyz1p022jbcqd53a9fm9', '30rerq8h9z7hb93k9n35szgce3', NULL, '2016-11-21', '2026-10-16', 1);
INSERT INTO public.projected_postings VALUES ('1xmsd1ns40a893dyz1zb4a1fb1', 1, '4aq0rbgrv83vnfc733fqzfbrbj', '7zxtvcnyz1p022jbcqd53a9fm9', '30rerq8h9z7hb93k9n35szgce3', NULL, '2016-07-02', NULL, 1);
INSERT INTO public.projected_postings VALUES ('6gfkbrg59qd7mc820p64vf33hb', 1, '7j4gtkxvjz1kr08afhc8p045nm', '7s83pqrx759v74n28kr7xjsx7z', '5bzkwc70bpembszvrbfw2628a4', NULL, '2013-06-06', NULL, 1);
INSERT INTO public.projected_postings VALUES ('5addje1ra6h9c5wxnxc2mybdgh', 1, '5fgaxry6hze0p3atn16ezmsy8x', '7s83pqrx759v74n28kr7xjsx7z', '7j4gtkxvjz1kr08afhc8p045nm', NULL, '2021-03-25', NULL, 1);
INSERT INTO public.projected_postings VALUES ('7cfced77cmj04992g2ahdavq85', 1, '6rj5spr57pdk9jhfqtfchfsv05', '7s83pqrx759v74n28kr7xjsx7z', '7j4gtkxvjz1kr08afhc8p045nm', NULL, '2016-05-11', NULL, 1);
INSERT INTO public.projected_postings VALUES ('0g4vcg8xf2zst6gtgwxzna7q1n', 1, '7dmbrbh9efw804ypk0e8cpb1b6', '24zypzj50xjv001xfkyt9na4nx', '5bzkwc70bpembszvrbfw2628a4', NULL, '2013-12-29', NULL, 1);
INSERT INTO public.projected_postings VALUES ('4avasqt3tzhqf2e6vd5fa40hrc', 1, '6dayjtwfv03nq1je12bc6hadkd', '24zypzj50xjv001xfkyt9na4nx', '7dmbrbh9efw804ypk0e8cpb1b6', NULL, '2023-07-27', NULL, 1);
INSERT INTO public.projected_postings VALUES ('5y23dh57mhws5qrqxp4sfgh3mt', 1, '1afb8w44b4zmn5rfp0ndxbs8d6', '6jfk8zy2ftzenxnt9njfkxymdx', '5bzkwc70bpembszvrbfw2628a4', NULL, '2015-04-04', NULL, 1);
INSERT INTO public.projected_postings VALUES ('695bwa3vync8vk2qjxxasef2rk', 1, '7zd15aywf9cpznbvvk70bkpf9y', '24zypzj50xjv001xfkyt9na4nx', '1afb8w44b4zmn5rfp0ndxbs8d6', NULL, '2017-07-13', '2026-09-22', 1);
INSERT INTO public.projected_postings VALUES ('0t2vae0wjwxxqx9ez1tzyp8cye', 1, '7zd15aywf9cpznbvvk70bkpf9y', '6jfk8zy2ftzenxnt9njfkxymdx', '1afb8w44b4zmn5rfp0ndxbs8d6', NULL, '2026-09-23', '2026-10-20', 1);
INSERT INTO public.projected_postings VALUES ('5w1gkhf9dyjgcr8e6hw173nbm3', 1, '7zd15aywf9cpznbvvk70bkpf9y', '6jfk8zy2ftzenxnt9njfkxymdx', '1afb8w44b4zmn5rfp0ndxbs8d6', '5bzkwc70bpembszvrbfw2628a4', '2026-10-21', NULL, 1);
INSERT INTO public.projected_postings VALUES ('61y227tg0hmx590pcck5b9jvv7', 1, '3hy1pbv2dbf0b4m66mdd06etm3', '24zypzj50xjv001xfkyt9na4nx', '1afb8w44b4zmn5rfp0ndxbs8d6', NULL, '2016-10-20', '2026-07-08', 1);
INSERT INTO public.projected_postings VALUES ('0nezfwpcpmpn47e9j2s50ah794', 1, '3hy1pbv2dbf0b4m66mdd06etm3', '6jfk8zy2ftzenxnt9njfkxymdx', '1afb8w44b4zmn5rfp0ndxbs8d6', NULL, '2026-07-09', '2026-10-20', 1);
INSERT INTO public.projected_postings VALUES ('6f5b6996y59vyymfn1fph53ase', 1, '3hy1pbv2dbf0b4m66mdd06etm3', '6jfk8zy2ftzenxnt9njfkxymdx', '1afb8w44b4zmn5rfp0ndxbs8d6', '5bzkwc70bpembszvrbfw2628a4', '2026-10-21', NULL, 1);
INSERT INTO public.projected_postings VALUES ('585xpq0y925h48zbnnk97nnmxd', 1, '43n88072gnztggxc8gn299b4mb', '4pstzjfwfx9dq1hd2db9rh2915', '5bzkwc70bpembszvrbfw2628a4', NULL, '2013-04-01', NULL, 1);
INSERT INTO public.projected_postings VALUES ('3j6vhj8djfqcqk9cm591exy7mz', 1, '3xa3egvsf9986fwjdrqan5stck', '4pstzjfwfx9dq1hd2db9rh2915', '43n88072gnztggxc8gn299b4mb', NULL, '2017-07-05', NULL, 1);
INSERT INTO public.projected_postings VALUES ('0qqecdv149pgscgyt58x8ec2ex', 1, '6sjggtb6ce8xsgewsx3rcp27vx', '4pstzjfwfx9dq1hd2db9rh2915', '43n88072gnztggxc8gn299b4mb', NULL, '2023-07-16', NULL, 1);


--
-- Data for Name: projected_units; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projected_units VALUES ('juvenile-1', 1, 'juvenile', '2026-01-01', NULL, 1);
INSERT INTO public.projected_units VALUES ('adult-1', 1, 'adult', '2026-01-01', NULL, 1);
INSERT INTO public.projected_units VALUES ('7zxtvcnyz1p022jbcqd53a9fm9', 1, 'juvenile', '2010-06-27', NULL, 1);
INSERT INTO public.projected_units VALUES ('7s83pqrx759v74n28kr7xjsx7z', 1, 'juvenile', '2010-06-27', NULL, 1);
INSERT INTO public.projected_units VALUES ('24zypzj50xjv001xfkyt9na4nx', 1, 'juvenile', '2010-06-27', NULL, 1);
INSERT INTO public.projected_units VALUES ('6jfk8zy2ftzenxnt9njfkxymdx', 1, 'adult', '2010-06-27', NULL, 1);
INSERT INTO public.projected_units VALUES ('4pstzjfwfx9dq1hd2db9rh2915', 1, 'adult', '2010-06-27', NULL, 1);


--
-- Data for Name: request_replays; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: schema_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schema_migrations VALUES ('audit', 1, 'audit_log', 'da4ade52d7759abda0bbaac35c9ac4f24a71efb4c170dd42596eec917fc5eff8');
INSERT INTO public.schema_migrations VALUES ('idempotency', 1, 'request_replays', '1ca58b685376dd944082e23272252062ba83f1bad9117e7bf6eefb2d19c30527');
INSERT INTO public.schema_migrations VALUES ('feed', 1, 'changes', 'b52e3db1b92f1f7645133ddfcc55ea8c06acb386445645650a9eb5e7109db29f');
INSERT INTO public.schema_migrations VALUES ('feed', 2, 'feed_store', 'a0606dca3cee68db76f0fc699a31f0dc2f1ce1ce8e8278ac71d64a82e985b3b5');
INSERT INTO public.schema_migrations VALUES ('follow', 1, 'followed_feeds', '7fc7e4af6d732ed71f1a94a95b544247593bcff0dae94be908a74ba370d74a6f');
INSERT INTO public.schema_migrations VALUES ('assessment', 1, 'instruments', '3f84300f1a78a26512e5428addd0b2d8c8f75b1252855711dcfb482346e5474c');
INSERT INTO public.schema_migrations VALUES ('assessment', 2, 'assessments', '673a6e2f66d6db783000281a795a5fc026455d8cdc2aaeb229739a0d61d87fc2');
INSERT INTO public.schema_migrations VALUES ('assessment', 3, 'case_projection', 'dbb0a0d8b21776a600deb58ba53418df7d31ee6713f7d1501425613a914934e4');
INSERT INTO public.schema_migrations VALUES ('assessment', 4, 'imported_history', 'abf7a94eee1704b0496e937f9bd3fd9b8c3239ffbf404ed5cabcacd0ad74ffbb');
INSERT INTO public.schema_migrations VALUES ('import', 1, 'imported_records', 'ecacc232b251dcc5b26a0bec0ba02b067ce81f6f64433c163e0474b8860b7e2d');
INSERT INTO public.schema_migrations VALUES ('import', 2, 'drop_by_record', '3f44eb93af4b3f9de2ee48e82bdb26ae6bee5123fc619b461d097689b05decdc');


--
-- Name: audit_log_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_log_id_seq', 6, true);


--
-- Name: changes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.changes_id_seq', 19, true);


--
-- Name: assessment_bands assessment_bands_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_bands
    ADD CONSTRAINT assessment_bands_pkey PRIMARY KEY (assessment_id, band_scheme_id);


--
-- Name: assessment_domains assessment_domains_assessment_id_position_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_domains
    ADD CONSTRAINT assessment_domains_assessment_id_position_key UNIQUE (assessment_id, "position");


--
-- Name: assessment_domains assessment_domains_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_domains
    ADD CONSTRAINT assessment_domains_pkey PRIMARY KEY (assessment_id, domain_id);


--
-- Name: assessments assessments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT assessments_pkey PRIMARY KEY (id);


--
-- Name: audit_log audit_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);


--
-- Name: changes changes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.changes
    ADD CONSTRAINT changes_pkey PRIMARY KEY (id);


--
-- Name: changes changes_resource_name_version_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.changes
    ADD CONSTRAINT changes_resource_name_version_key UNIQUE (resource_name, version);


--
-- Name: feed_store feed_store_singleton_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feed_store
    ADD CONSTRAINT feed_store_singleton_key UNIQUE (singleton);


--
-- Name: followed_feeds followed_feeds_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.followed_feeds
    ADD CONSTRAINT followed_feeds_pkey PRIMARY KEY (feed);


--
-- Name: import_runs import_runs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_runs
    ADD CONSTRAINT import_runs_pkey PRIMARY KEY (run, kind, source_system);


--
-- Name: imported_records imported_records_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imported_records
    ADD CONSTRAINT imported_records_pkey PRIMARY KEY (kind, source_system, source_id);


--
-- Name: instruments instruments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instruments
    ADD CONSTRAINT instruments_pkey PRIMARY KEY (instrument_id, version);


--
-- Name: projected_assignments projected_assignments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projected_assignments
    ADD CONSTRAINT projected_assignments_pkey PRIMARY KEY (id);


--
-- Name: projected_case_states projected_case_states_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projected_case_states
    ADD CONSTRAINT projected_case_states_pkey PRIMARY KEY (id);


--
-- Name: projected_cases projected_cases_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projected_cases
    ADD CONSTRAINT projected_cases_pkey PRIMARY KEY (id);


--
-- Name: projected_officers projected_officers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projected_officers
    ADD CONSTRAINT projected_officers_pkey PRIMARY KEY (id);


--
-- Name: projected_postings projected_postings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projected_postings
    ADD CONSTRAINT projected_postings_pkey PRIMARY KEY (id);


--
-- Name: projected_units projected_units_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projected_units
    ADD CONSTRAINT projected_units_pkey PRIMARY KEY (id);


--
-- Name: request_replays request_replays_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.request_replays
    ADD CONSTRAINT request_replays_pkey PRIMARY KEY (principal, method, request_id);


--
-- Name: schema_migrations schema_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (component, number);


--
-- Name: assessments_by_case; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessments_by_case ON public.assessments USING btree (case_id, assessed_date, id);


--
-- Name: assessments_complete_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX assessments_complete_once ON public.assessments USING btree (case_id, instrument_id) WHERE (state = 'COMPLETE'::text);


--
-- Name: audit_log_by_principal; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_log_by_principal ON public.audit_log USING btree (principal, id);


--
-- Name: changes_by_order; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX changes_by_order ON public.changes USING btree (xid, id);


--
-- Name: import_runs_by_last_batch; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_runs_by_last_batch ON public.import_runs USING btree (last_batch_at);


--
-- Name: imported_records_flagged; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX imported_records_flagged ON public.imported_records USING btree (kind, source_system, source_id) WHERE (flags <> ''::text);


--
-- Name: projected_assignments_by_case; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_assignments_by_case ON public.projected_assignments USING btree (case_id, first_day);


--
-- Name: projected_assignments_by_officer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_assignments_by_officer ON public.projected_assignments USING btree (officer_id, first_day);


--
-- Name: projected_assignments_unconfirmed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_assignments_unconfirmed ON public.projected_assignments USING btree (id) WHERE (version = 0);


--
-- Name: projected_case_states_by_case; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_case_states_by_case ON public.projected_case_states USING btree (case_id, first_day);


--
-- Name: projected_case_states_unconfirmed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_case_states_unconfirmed ON public.projected_case_states USING btree (id) WHERE (version = 0);


--
-- Name: projected_cases_by_source; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_cases_by_source ON public.projected_cases USING btree (source_system, source_id);


--
-- Name: projected_cases_unconfirmed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_cases_unconfirmed ON public.projected_cases USING btree (id) WHERE (version = 0);


--
-- Name: projected_officers_by_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_officers_by_subject ON public.projected_officers USING btree (staff_subject, id);


--
-- Name: projected_officers_unconfirmed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_officers_unconfirmed ON public.projected_officers USING btree (id) WHERE (version = 0);


--
-- Name: projected_postings_by_acting_supervisor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_postings_by_acting_supervisor ON public.projected_postings USING btree (acting_supervisor_id, first_day);


--
-- Name: projected_postings_by_officer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_postings_by_officer ON public.projected_postings USING btree (officer_id, first_day);


--
-- Name: projected_postings_by_supervisor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_postings_by_supervisor ON public.projected_postings USING btree (supervisor_id, first_day);


--
-- Name: projected_postings_unconfirmed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_postings_unconfirmed ON public.projected_postings USING btree (id) WHERE (version = 0);


--
-- Name: projected_units_unconfirmed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projected_units_unconfirmed ON public.projected_units USING btree (id) WHERE (version = 0);


--
-- Name: request_replays_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX request_replays_by_age ON public.request_replays USING btree (recorded_at);


--
-- Name: assessment_bands assessment_bands_assessment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_bands
    ADD CONSTRAINT assessment_bands_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessments(id);


--
-- Name: assessment_domains assessment_domains_assessment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_domains
    ADD CONSTRAINT assessment_domains_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessments(id);


--
-- Name: assessments assessments_instrument_id_instrument_version_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT assessments_instrument_id_instrument_version_fkey FOREIGN KEY (instrument_id, instrument_version) REFERENCES public.instruments(instrument_id, version);


--
-- PostgreSQL database dump complete
--

\unrestrict mhQFboErwq8yMRjcDrx3aE7F5RHyslftom5sRhSyMqfqH6sxt6YqbOqy9MCWPCF

