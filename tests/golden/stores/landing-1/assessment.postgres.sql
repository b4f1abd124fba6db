--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

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
    CONSTRAINT assessments_assessed_date_check CHECK ((assessed_date ~~ '____-__-__'::text)),
    CONSTRAINT assessments_case_id_check CHECK ((case_id <> ''::text)),
    CONSTRAINT assessments_check CHECK (((current_until_date ~~ '____-__-__'::text) AND (current_until_date >= assessed_date))),
    CONSTRAINT assessments_check1 CHECK (((clinical = 0) OR (sets_risk = 0))),
    CONSTRAINT assessments_check10 CHECK (((completed_at IS NOT NULL) OR (scored_total IS NULL))),
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



--
-- Data for Name: assessment_domains; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: assessments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessments VALUES ('55jwnxpqh0yk7mmxr3wj9vfe9q', 'case-1', 'strong-r', '2', 0, 1, '', 'DRAFT', '2026-10-08', NULL, '', 1, 0, 0, '{"strengths":[{"text":"keeps appointments"}]}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 1795322858785890, 'person/manager-1', NULL, NULL);


--
-- Data for Name: audit_log; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_log VALUES (1, 1795322858648475, 'person/manager-1', 'manager-1', '/caseload.assessment.v1.InstrumentService/ListInstruments', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (2, 1795322858696723, 'person/manager-1', 'manager-1', '/caseload.assessment.v1.InstrumentService/ListInstruments', 'OK', '', '[]', '', '');
INSERT INTO public.audit_log VALUES (3, 1795322858785890, 'person/manager-1', 'manager-1', '/caseload.assessment.v1.AssessmentService/CreateAssessment', 'OK', '', '["assessments/55jwnxpqh0yk7mmxr3wj9vfe9q"]', '', '');


--
-- Data for Name: changes; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.changes VALUES (1, 751, 'instruments/ls-cmi/versions/1.0', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"ls-cmi","version":"1.0","contentHash":"88cad51e49d98ccf201eb24c070a76ad238b33f653a935b387794c78c5b55aaa","effectiveDate":{"year":2004,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (2, 751, 'instruments/lsi-r/versions/idaho-2020', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"lsi-r","version":"idaho-2020","contentHash":"19eb87282b8bff2c2709e6f31282638a0e5f48ea1abc14b2d93f0bc9d5e1305c","effectiveDate":{"year":2020,"month":7,"day":21},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (3, 751, 'instruments/lsi-r/versions/idaho-before-2020', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"lsi-r","version":"idaho-before-2020","contentHash":"65978212717dd2e516c4bd48fab5e6e5a89782cdf06ba9e99a182ef45faa2b5f","effectiveDate":{"year":1995,"month":1,"day":1},"retiredDate":{"year":2020,"month":7,"day":20},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (4, 751, 'instruments/lsi-r/versions/publisher', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"lsi-r","version":"publisher","contentHash":"46ea45711f39fe5f0221b9552b97f760d38cd2d089fca8380ae1a2d29c3ec95b","effectiveDate":{"year":1995,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (5, 751, 'instruments/strong-r/versions/2', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"strong-r","version":"2","contentHash":"844fa51abe5ae89a29e4e1c6dcba3c2a8922ec22827b36ea08fd10a00328cdd6","effectiveDate":{"year":2014,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (6, 751, 'instruments/tcm/versions/22-ccr-51351', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"tcm","version":"22-ccr-51351","contentHash":"73062b59dfdf315fb023ef2e073508d8b755e2680873ebcbb7dab44c35583594","effectiveDate":{"year":1995,"month":1,"day":1}}', '');
INSERT INTO public.changes VALUES (7, 751, 'instruments/yls-cmi/versions/2.0', 'instrument', 1, 1795322857522708, 'caseload.assessment.v1.InstrumentState', '{"instrumentId":"yls-cmi","version":"2.0","contentHash":"7a109c44c99d83f8486c486e37884e6125e930eee7bec5e0619e3212cac03e37","effectiveDate":{"year":2011,"month":1,"day":1},"setsRisk":true}', '');
INSERT INTO public.changes VALUES (8, 793, 'assessments/55jwnxpqh0yk7mmxr3wj9vfe9q', 'assessment', 1, 1795322858785890, 'caseload.assessment.v1.AssessmentState', '{"case":"cases/case-1","instrument":"instruments/strong-r/versions/2","state":"STATE_DRAFT","assessedDate":{"year":2026,"month":10,"day":8}}', '');


--
-- Data for Name: feed_store; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.feed_store VALUES (1, '0sdh2khgjzxcfpzc0vy4arz3z3', 0, 0);


--
-- Data for Name: instruments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.instruments VALUES ('ls-cmi', '1.0', 'LS/CMI', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 1, '2004-01-01', NULL, '88cad51e49d98ccf201eb24c070a76ad238b33f653a935b387794c78c5b55aaa', '{"instrumentId":"ls-cmi","version":"1.0","title":"LS/CMI","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"2004-01-01","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":43,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Hennepin County, LSI-R to LS/CMI (2012); publisher''s storefront: Section 1 has 43 items in 8 areas, total 0 to 43, ages 16 and over."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":8,"maximum":8,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":8,"maximum":8,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"procriminal-attitude","title":"Procriminal attitude/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["attitudes"]},{"domainId":"antisocial-pattern","title":"Antisocial pattern","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight area names are published, the items of each are not; the counts add up to the published 43."},"mayBeDriver":true,"needAreaIds":["personality-behavior"]}],"levels":[{"levelId":"very-low","title":"Very low"},{"levelId":"low","title":"Low"},{"levelId":"moderate","title":"Medium"},{"levelId":"high","title":"High"},{"levelId":"very-high","title":"Very high"}],"normGroups":[{"normGroupId":"general","title":"All","totalBands":[{"level":"very-low","maximum":4},{"level":"low","minimum":5,"maximum":10},{"level":"moderate","minimum":11,"maximum":19},{"level":"high","minimum":20,"maximum":29},{"level":"very-high","minimum":30,"maximum":43}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"very-low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"moderate","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"very-high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default; adult procedure 1.32 puts low to med-low at 19 and under, which agrees; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"very-low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"moderate","bandId":"medium","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"very-high","bandId":"greatest","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":4,"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Adult procedure 1.16: an assessment completed within 12 months may be used."}},"administeredBy":["Probation officer, counselor, psychologist, social worker or trained paraprofessional, publisher''s qualification level B"],"setsRisk":true,"validationEvidence":[{"statement":"Five levels, with an override by the assessor, examined in a general-risk validation.","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Guay and Parent (2017), as cited by Risk Management Authority."}}]}', 'SHIPPED', 1795322857522708, 'service/assessment');
INSERT INTO public.instruments VALUES ('lsi-r', 'idaho-2020', 'LSI-R, Idaho 2020', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 0, '2020-07-21', NULL, '19eb87282b8bff2c2709e6f31282638a0e5f48ea1abc14b2d93f0bc9d5e1305c', '{"instrumentId":"lsi-r","version":"idaho-2020","title":"LSI-R, Idaho 2020","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"2020-07-21","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":54,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009) and Idaho scoring guide v3.0: 54 items in 10 areas. One county''s report prints 0 to 53; 0 to 54 is accepted."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"financial","title":"Financial","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["financial"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"accommodation","title":"Accommodation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["housing"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"emotional-personal","title":"Emotional/personal","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"moderate","title":"Moderate"},{"levelId":"high","title":"High"}],"normGroups":[{"normGroupId":"male","title":"Male","totalBands":[{"level":"low","maximum":20},{"level":"moderate","minimum":21,"maximum":28},{"level":"high","minimum":29,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho Department of Correction bands as coded in the open-source supervision-compliance rules of Recidiviz (us_ix)."}},{"normGroupId":"female","title":"Female","totalBands":[{"level":"low","maximum":22},{"level":"moderate","minimum":23,"maximum":30},{"level":"high","minimum":31,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho Department of Correction bands as coded in the open-source supervision-compliance rules of Recidiviz (us_ix)."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"moderate","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":5,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho scoring guide v3.0: up to 5 unanswered items."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho: reassessment after 365 days, none at the minimum level; taken for every level by default."}},"administeredBy":["Trained probation or parole officer"],"setsRisk":true}', 'SHIPPED', 1795322857522708, 'service/assessment');
INSERT INTO public.instruments VALUES ('lsi-r', 'idaho-before-2020', 'LSI-R, Idaho before 2020', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 0, '1995-01-01', '2020-07-20', '65978212717dd2e516c4bd48fab5e6e5a89782cdf06ba9e99a182ef45faa2b5f', '{"instrumentId":"lsi-r","version":"idaho-before-2020","title":"LSI-R, Idaho before 2020","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"1995-01-01","retiredDate":"2020-07-20","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":54,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009) and Idaho scoring guide v3.0: 54 items in 10 areas. One county''s report prints 0 to 53; 0 to 54 is accepted."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"financial","title":"Financial","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["financial"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"accommodation","title":"Accommodation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["housing"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"emotional-personal","title":"Emotional/personal","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"level-1","title":"Level 1"},{"levelId":"level-2","title":"Level 2"},{"levelId":"level-3","title":"Level 3"},{"levelId":"level-4","title":"Level 4"}],"normGroups":[{"normGroupId":"general","title":"All","totalBands":[{"level":"level-1","maximum":15},{"level":"level-2","minimum":16,"maximum":23},{"level":"level-3","minimum":24,"maximum":30},{"level":"level-4","minimum":31,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho Department of Correction bands as coded in the open-source supervision-compliance rules of Recidiviz (us_ix)."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"level-1","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"level-2","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"level-3","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"level-4","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":5,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho scoring guide v3.0: up to 5 unanswered items."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho: reassessment after 365 days, none at the minimum level; taken for every level by default."}},"administeredBy":["Trained probation or parole officer"],"setsRisk":true}', 'SHIPPED', 1795322857522708, 'service/assessment');
INSERT INTO public.instruments VALUES ('lsi-r', 'publisher', 'LSI-R', 'ADULT', 'SUM_OF_DOMAINS', 1, 0, 1, '1995-01-01', NULL, '46ea45711f39fe5f0221b9552b97f760d38cd2d089fca8380ae1a2d29c3ec95b', '{"instrumentId":"lsi-r","version":"publisher","title":"LSI-R","publisher":"MHS","population":"POPULATION_ADULT","effectiveDate":"1995-01-01","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":54,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009) and Idaho scoring guide v3.0: 54 items in 10 areas. One county''s report prints 0 to 53; 0 to 54 is accepted."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":10,"maximum":10,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"financial","title":"Financial","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["financial"]},{"domainId":"family-marital","title":"Family/marital","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"accommodation","title":"Accommodation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["housing"]},{"domainId":"leisure-recreation","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":2,"maximum":2,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"companions","title":"Companions","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"alcohol-drug","title":"Alcohol/drug problem","kind":"DOMAIN_KIND_DYNAMIC","itemCount":9,"maximum":9,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"emotional-personal","title":"Emotional/personal","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"LSI-R scoring guide (2009); Idaho scoring guide v3.0."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"low-moderate","title":"Low/moderate"},{"levelId":"moderate","title":"Moderate"},{"levelId":"medium-high","title":"Medium/high"},{"levelId":"high","title":"High"}],"normGroups":[{"normGroupId":"general","title":"All","totalBands":[{"level":"low","maximum":13},{"level":"low-moderate","minimum":14,"maximum":23},{"level":"moderate","minimum":24,"maximum":33},{"level":"medium-high","minimum":34,"maximum":40},{"level":"high","minimum":41,"maximum":54}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"low-moderate","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"moderate","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"medium-high","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":5,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho scoring guide v3.0: up to 5 unanswered items."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Idaho: reassessment after 365 days, none at the minimum level; taken for every level by default."}},"administeredBy":["Trained probation or parole officer"],"setsRisk":true}', 'SHIPPED', 1795322857522708, 'service/assessment');
INSERT INTO public.instruments VALUES ('strong-r', '2', 'STRONG-R', 'ADULT', 'LEVEL_RECORDED', 1, 0, 0, '2014-01-01', NULL, '844fa51abe5ae89a29e4e1c6dcba3c2a8922ec22827b36ea08fd10a00328cdd6', '{"instrumentId":"strong-r","version":"2","title":"STRONG-R","publisher":"Vant4ge","population":"POPULATION_ADULT","effectiveDate":"2014-01-01","scoringConvention":"SCORING_CONVENTION_LEVEL_RECORDED","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Vendor''s site: static and dynamic items, four scoring models; Tennessee''s export of version 2 for the level codes and areas."},"domains":[{"domainId":"criminal-history","title":"Criminal history","kind":"DOMAIN_KIND_STATIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Vendor''s site."}},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"friends-residential","title":"Friends and associates/residential","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["peers","housing"]},{"domainId":"alcohol-drugs","title":"Alcohol/drugs","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"mental-health","title":"Mental health","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["mental-health"]},{"domainId":"aggression","title":"Aggression","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["aggression"]},{"domainId":"attitudes-behaviors","title":"Attitudes/behaviors","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["attitudes","personality-behavior"]},{"domainId":"family","title":"Partner/family/children","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Need areas of version 2 as named in Tennessee''s export (Recidiviz us_tn)."},"mayBeDriver":true,"needAreaIds":["family"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"mod","title":"Moderate"},{"levelId":"hp","title":"High property"},{"levelId":"hd","title":"High drug"},{"levelId":"hv","title":"High violent"},{"levelId":"hvpd","title":"High in all three"},{"levelId":"high","title":"High"}],"levelMappings":[{"bandSchemeId":"adult-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"mod","bandId":"med-low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hp","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hd","bandId":"med-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hv","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"hvpd","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}},{"bandSchemeId":"adult-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: moderate is med-low, high in property or drugs med-high, violent high; county to confirm."}}],"missingItems":{"provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Nothing is scored here; the vendor''s system asks for every item."}},"validity":{"period":{"months":12},"provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default: 12 months; county to confirm."}},"administeredBy":["Officer trained by the vendor"],"setsRisk":true}', 'SHIPPED', 1795322857522708, 'service/assessment');
INSERT INTO public.instruments VALUES ('tcm', '22-ccr-51351', 'TCM assessment', 'ANY', 'NARRATIVE', 0, 0, 1, '1995-01-01', NULL, '73062b59dfdf315fb023ef2e073508d8b755e2680873ebcbb7dab44c35583594', '{"instrumentId":"tcm","version":"22-ccr-51351","title":"TCM assessment","publisher":"California Department of Health Care Services","population":"POPULATION_ANY","effectiveDate":"1995-01-01","scoringConvention":"SCORING_CONVENTION_NARRATIVE","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1): seven areas of need."},"domains":[{"domainId":"medical-mental","title":"Medical and mental condition","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["physical-health","mental-health"]},{"domainId":"physical-needs","title":"Physical needs such as food and clothing","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["basic-needs"]},{"domainId":"social-emotional","title":"Social and emotional status","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["mental-health","peers"]},{"domainId":"housing","title":"Housing and physical environment","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["housing"]},{"domainId":"family-support","title":"Family and social support system","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["family"]},{"domainId":"community-living","title":"Training for community living","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["life-skills"]},{"domainId":"educational-vocational","title":"Educational and vocational needs","kind":"DOMAIN_KIND_DYNAMIC","sizeProvenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"22 CCR 51351(a)(1)."},"needAreaIds":["education-employment"]}],"missingItems":{"provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Nothing is scored."}},"validity":{"period":{"months":6},"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: at least every six months; the county confirms."}},"administeredBy":["TCM case manager"]}', 'SHIPPED', 1795322857522708, 'service/assessment');
INSERT INTO public.instruments VALUES ('yls-cmi', '2.0', 'YLS/CMI 2.0', 'JUVENILE', 'SUM_OF_DOMAINS', 1, 0, 1, '2011-01-01', NULL, '7a109c44c99d83f8486c486e37884e6125e930eee7bec5e0619e3212cac03e37', '{"instrumentId":"yls-cmi","version":"2.0","title":"YLS/CMI 2.0","publisher":"MHS","population":"POPULATION_JUVENILE","effectiveDate":"2011-01-01","scoringConvention":"SCORING_CONVENTION_SUM_OF_DOMAINS","maximumTotal":42,"provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Publisher''s storefront; University of Alaska Justice Forum 28(4): 42 items in 8 domains, total 0 to 42, ages 12 to 18."},"domains":[{"domainId":"offenses","title":"Prior and current offenses/dispositions","kind":"DOMAIN_KIND_STATIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":2},{"level":"high","minimum":3,"maximum":5}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},{"domainId":"family","title":"Family circumstances/parenting","kind":"DOMAIN_KIND_DYNAMIC","itemCount":6,"maximum":6,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low","maximum":2},{"level":"moderate","minimum":3,"maximum":4},{"level":"high","minimum":5,"maximum":6}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["family"]},{"domainId":"education-employment","title":"Education/employment","kind":"DOMAIN_KIND_DYNAMIC","itemCount":7,"maximum":7,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":3},{"level":"high","minimum":4,"maximum":7}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["education-employment"]},{"domainId":"peers","title":"Peer relations","kind":"DOMAIN_KIND_DYNAMIC","itemCount":4,"maximum":4,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low","maximum":1},{"level":"moderate","minimum":2,"maximum":3},{"level":"high","minimum":4,"maximum":4}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["peers"]},{"domainId":"substance-abuse","title":"Substance abuse","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":2},{"level":"high","minimum":3,"maximum":5}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["substance-use"]},{"domainId":"leisure","title":"Leisure/recreation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":3,"maximum":3,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":1},{"level":"high","minimum":2,"maximum":3}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["leisure"]},{"domainId":"personality-behavior","title":"Personality/behavior","kind":"DOMAIN_KIND_DYNAMIC","itemCount":7,"maximum":7,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":4},{"level":"high","minimum":5,"maximum":7}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["personality-behavior"]},{"domainId":"attitudes","title":"Attitudes/orientation","kind":"DOMAIN_KIND_DYNAMIC","itemCount":5,"maximum":5,"sizeProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: the eight domain names are published, the items of each are not; the counts add up to the published 42."},"bands":[{"level":"low"},{"level":"moderate","minimum":1,"maximum":3},{"level":"high","minimum":4,"maximum":5}],"bandsProvenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."},"mayBeDriver":true,"needAreaIds":["attitudes"]}],"levels":[{"levelId":"low","title":"Low"},{"levelId":"moderate","title":"Moderate"},{"levelId":"high","title":"High"},{"levelId":"very-high","title":"Very high"}],"normGroups":[{"normGroupId":"community-male","title":"Community, male","totalBands":[{"level":"low","maximum":9},{"level":"moderate","minimum":10,"maximum":21},{"level":"high","minimum":22,"maximum":31},{"level":"very-high","minimum":32,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},{"normGroupId":"community-female","title":"Community, female","totalBands":[{"level":"low","maximum":8},{"level":"moderate","minimum":9,"maximum":19},{"level":"high","minimum":20,"maximum":28},{"level":"very-high","minimum":29,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},{"normGroupId":"custodial-male","title":"Custodial, male","totalBands":[{"level":"low","maximum":19},{"level":"moderate","minimum":20,"maximum":29},{"level":"high","minimum":30,"maximum":36},{"level":"very-high","minimum":37,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example of low confidence: no citable source; replace from the licensed manual before use."}},{"normGroupId":"custodial-female","title":"Custodial, female","totalBands":[{"level":"low","maximum":15},{"level":"moderate","minimum":16,"maximum":24},{"level":"high","minimum":25,"maximum":32},{"level":"very-high","minimum":33,"maximum":42}],"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example of low confidence: the cut-offs are guesses; replace from the licensed manual before use."}}],"levelMappings":[{"bandSchemeId":"juvenile-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"juvenile-4","levelId":"moderate","bandId":"moderate","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"juvenile-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"juvenile-4","levelId":"very-high","bandId":"very-high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"The division''s bands carry the instrument''s own names."}},{"bandSchemeId":"new-york-4","levelId":"low","bandId":"low","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"moderate","bandId":"medium","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"high","bandId":"high","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}},{"bandSchemeId":"new-york-4","levelId":"very-high","bandId":"greatest","provenance":{"kind":"PROVENANCE_KIND_DEFAULT","source":"Default mapping to the division''s bands; county to confirm."}}],"missingItems":{"allowed":4,"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: no citable source; replace from the licensed manual before use."}},"validity":{"period":{"months":6},"provenance":{"kind":"PROVENANCE_KIND_UNVERIFIED_EXAMPLE","source":"Unverified example: six months and on major change; the county confirms."}},"administeredBy":["Probation officer or other professional trained in the instrument, publisher''s qualification level B"],"setsRisk":true,"validationEvidence":[{"statement":"US norms by gender and setting, n = 12,798.","provenance":{"kind":"PROVENANCE_KIND_PUBLISHED","source":"Publisher''s storefront."}}]}', 'SHIPPED', 1795322857522708, 'service/assessment');


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
INSERT INTO public.schema_migrations VALUES ('assessment', 1, 'instruments', '3f84300f1a78a26512e5428addd0b2d8c8f75b1252855711dcfb482346e5474c');
INSERT INTO public.schema_migrations VALUES ('assessment', 2, 'assessments', '673a6e2f66d6db783000281a795a5fc026455d8cdc2aaeb229739a0d61d87fc2');


--
-- Name: audit_log_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_log_id_seq', 3, true);


--
-- Name: changes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.changes_id_seq', 8, true);


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
-- Name: instruments instruments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instruments
    ADD CONSTRAINT instruments_pkey PRIMARY KEY (instrument_id, version);


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


