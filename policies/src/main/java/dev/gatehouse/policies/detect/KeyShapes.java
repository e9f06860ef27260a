package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of keys that are looked for, by issuer.
 *
 * <p>Source: what the issuers document, and the public rules of scanners for leaked keys; where
 * they differ, the wider form. A beginning that is part of another comes after it.
 */
final class KeyShapes {
  private static final List<String> CLOUDS =
      List.of(
          // Amazon: access keys of all kinds, session tokens, Bedrock.
          "AKIA u16",
          "ASIA u16",
          "ABIA u16",
          "ACCA u16",
          "A3T u17",
          "IQoJb3JpZ2lu b100+",
          "FwoGZXIvYXdz b100+",
          "FQoGZXIvYXdz b100+",
          "ABSK b100+",
          "bedrock-api-key- v40+",
          // Google: API keys, OAuth access and refresh tokens, client secrets, messaging.
          "AIza w35",
          "ya29. t20+",
          "1//0 w40+",
          "GOCSPX- w28",
          "AAAA w7 ':APA91b' w100+",
          // Alibaba, Tencent, Volcengine, Yandex.
          "LTAI n16-24",
          "AKID n32",
          "AKLT v40-60",
          "t1. v20+ '.' v60+",
          "AQVN w35-38",
          "YC w38",
          // DigitalOcean, Heroku, Cloudflare, Fly, PlanetScale, Supabase, Netlify, Render, Vercel.
          "dop_v1_ h64",
          "doo_v1_ h64",
          "dor_v1_ h64",
          "HRKU-AA w58",
          "HRKU- w36",
          "v1.0- h24 '-' h146",
          "fo1_ w43",
          "fm1a_ b100+",
          "fm1r_ b100+",
          "fm2_ b100+",
          "pscale_tkn_ t32+",
          "pscale_oauth_ t32+",
          "pscale_pw_ t32+",
          "sbp_ h40",
          "sb_secret_ w30+",
          "nfp_ n36+",
          "rnd_ n28+",
          "vercel_blob_rw_ w30+",
          "napi_ n40+",
          "mdb_sa_sk_ w36+",
          "CCDB1_ n20 '_' n40",
          "tskey- w30+",
          "AZDO w40+");

  private static final List<String> CODE =
      List.of(
          // GitHub, GitLab, Bitbucket, Gitea's kin.
          "ghp_ n36+",
          "gho_ n36+",
          "ghu_ n36+",
          "ghs_ w36+",
          "ghr_ n36+",
          "github_pat_ w22+",
          "glpat- t20+",
          "gldt- w20+",
          "glrt- t20+",
          "glcbt- w20+",
          "glptt- h40",
          "glft- w20+",
          "glimt- w25+",
          "glagent- w50+",
          "gloas- w64",
          "glsoat- w20+",
          "glffct- w20+",
          "GR1348941 w20+",
          "ATBB n24-40",
          "BBDC- v40+",
          "sgp_ h16 '_' h40",
          "sgp_local_ h40",
          "sgp_ h40",
          // Registries of packages and images.
          "npm_ n36",
          "pypi-AgEI w50+",
          "pypi-AgEN w50+",
          "rubygems_ h48",
          "oy2 l43",
          "CLOJARS_ l60",
          "dckr_pat_ w20+",
          "dckr_oat_ w20+",
          "cio n32",
          "packagist_ack_ l32+",
          "packagist_uut_ l32+",
          "AKCp n69-73",
          "cmVmd n59",
          "API- u26-34",
          // Build and quality.
          "bkua_ h40",
          "CCIPAT_ n22 '_' h40",
          "CCIPRJ_ n22 '_' h40",
          "squ_ h40",
          "sqp_ h40",
          "sqa_ h40",
          "pul- h40",
          "pnu_ n36",
          "ico- n32",
          "pat. w22 '.' n24 '.' n20",
          "sat. w22 '.' n24 '.' n20",
          "PMAK- h24 '-' h34",
          "rdme_ l70",
          "lsv2_pt_ h32 '_' h10",
          "lsv2_sk_ h32 '_' h10");

  private static final List<String> TALK =
      List.of(
          // Slack: tokens and webhooks.
          "xoxb- w10+",
          "xoxp- w10+",
          "xoxa- w10+",
          "xoxr- w10+",
          "xoxs- w10+",
          "xoxo- w10+",
          "xoxe.xoxp- w10+",
          "xoxe.xoxb- w10+",
          "xoxe- w10+",
          "xoxc- w10+",
          "xoxd- v10+",
          "xapp- w20+",
          "xwfp- w20+",
          "hooks.slack.com/services/T u6+ '/B' u6+ '/' n20-30",
          "hooks.slack.com/workflows/T u6+ '/A' u6+ '/' d10+ '/' n20-30",
          "hooks.slack.com/triggers/ u6+ '/' d10+ '/' h32",
          // Discord, Teams: webhooks.
          "discord.com/api/webhooks/ d17-20 '/' w60+",
          "discordapp.com/api/webhooks/ d17-20 '/' w60+",
          "webhook.office.com/webhookb2/ w36 '@' w36 '/IncomingWebhook/' h32 '/' w36",
          // Mail and telephony.
          "SG. w16-32 '.' w32-64",
          "key- h32",
          "pubkey- h32",
          "SK x32",
          "xkeysib- h64 '-' n16",
          "xsmtpsib- h64 '-' n16",
          "re_ n8 '_' n24",
          // Work.
          "lin_api_ n32+",
          "lin_oauth_ n32+",
          "ntn_ n46",
          "secret_ n43",
          "figd_ w40+",
          "figo_ w40+",
          "figu_ w40+",
          "ATATT3 v50+",
          "ATCTT3 v50+",
          "ATSTT3 v50+",
          "ATTA h60+",
          "pat-na1- x8 '-' x4 '-' x4 '-' x4 '-' x12",
          "pat-eu1- x8 '-' x4 '-' x4 '-' x4 '-' x12",
          "1/ d15-17 ':' h32",
          "2/ d15-17 '/' d15-17 ':' h32",
          "tfp_ t59",
          "sl. v130+",
          "sl.u. v130+",
          "1000. h32 '.' h32",
          "secret- n40+",
          "cal_live_ h32",
          "gb_api_ n40+",
          "CFPAT- w43",
          "fio-u- w64",
          "EAACEdEose0cBA n20+",
          "EAAM n100+",
          "EAAC n100+");

  private static final List<String> MONEY =
      List.of(
          // Stripe, Square, Braintree, Shopify and others.
          "sk_live_ n10+",
          "sk_test_ n10+",
          "sk_prod_ n10+",
          "rk_live_ n10+",
          "rk_test_ n10+",
          "rk_prod_ n10+",
          "sk_org_ w20+",
          "whsec_ b24+",
          "sq0atp- w22-60",
          "sq0csp- w43-60",
          "EAAA w60",
          "access_token$production$ l16 '$' h32",
          "access_token$sandbox$ l16 '$' h32",
          "shpat_ x32",
          "shpss_ x32",
          "shpca_ x32",
          "shppa_ x32",
          "access-sandbox- h8 '-' h4 '-' h4 '-' h4 '-' h12",
          "access-production- h8 '-' h4 '-' h4 '-' h4 '-' h12",
          "FLWSECK- n32 '-X'",
          "FLWSECK_TEST- n32 '-X'",
          "shippo_live_ h40",
          "shippo_test_ h40",
          "EZAK n54",
          "EZTK n54",
          "duffel_live_ w43",
          "duffel_test_ w43",
          "dt0c01. u24 '.' u64",
          "dt0s16. u8 '.' u64",
          "live_pub_ h31");

  private static final List<String> MODELS =
      List.of(
          "sk-ant- w20+",
          "sk-proj- w20+",
          "sk-svcacct- w20+",
          "sk-admin- w20+",
          "sk-None- w20+",
          "sk-or-v1- h64",
          "sk-lf- w36",
          "sk- n32+",
          "sk_ h48",
          "hf_ n30+",
          "api_org_ n30+",
          "gsk_ n48+",
          "r8_ n37",
          "xai- n60+",
          "pplx- n40+",
          "tvly- w20+",
          "pcsk_ w40+",
          "tgp_v1_ w40+",
          "fw_ n22-30",
          "nvapi- w60+",
          "pa- w43");

  private static final List<String> OPERATIONS =
      List.of(
          // Secrets' own keepers.
          "hvs. w24+",
          "hvb. w24+",
          "hvr. w24+",
          "dp.pt. n40+",
          "dp.st. t40+",
          "dp.sa. n40+",
          "dp.ct. n40+",
          "dp.scim. n40+",
          "dp.audit. n40+",
          "ops_eyJ v100+",
          "A3- u6 '-' u11 '-' u5 '-' u5 '-' u5",
          "A3- u6 '-' u6 '-' u5 '-' u5 '-' u5 '-' u5",
          // Watching.
          "NRAK- u27",
          "NRII- w32",
          "NRJS- h19",
          "NRRA- h42",
          "NRIQ- w32",
          "sntrys_ v60+",
          "sntryu_ h64",
          "sntrya_ h64",
          "glsa_ w32+",
          "glc_ b32+",
          "eyJrIjoi b60+",
          "hcaik_ l58",
          "hcxik_ l58",
          "hcamk_ l58",
          "sdk- h8 '-' h4 '-' h4 '-' h4 '-' h12",
          "PDUS+ w20+",
          "dapi h32",
          "dkea h32",
          "dose h32",
          "sha256~ w43",
          "apify_api_ n36+");

  /** All of them. */
  static final List<KeyShape> ALL = all();

  /** Tokens of Terraform, whose mark is in the middle: this follows 14 letters and digits. */
  static final KeyShape TERRAFORM = KeyShape.of(".atlasv1. v60-70");

  private KeyShapes() {}

  private static List<KeyShape> all() {
    List<KeyShape> all = new ArrayList<>();
    for (List<String> shapes : List.of(CLOUDS, CODE, TALK, MONEY, MODELS, OPERATIONS)) {
      shapes.forEach(shape -> all.add(KeyShape.of(shape)));
    }
    return List.copyOf(all);
  }
}
