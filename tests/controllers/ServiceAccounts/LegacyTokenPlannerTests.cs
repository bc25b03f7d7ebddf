using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

public sealed class LegacyTokenPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("never used", "", "", "mark")]
    [InlineData("used a year and a day ago", "2025-06-14", "", "mark")]
    [InlineData("used a year ago", "2025-06-15", "", "")]
    [InlineData("used on a day nobody understands", "yesterday", "", "")]
    [InlineData("void since a day nobody understands", "", "yesterday", "mark")]
    [InlineData("void for a year", "", "2025-06-15", "")]
    [InlineData("void for longer", "", "2025-06-14", "delete")]
    [InlineData("void for longer, used since", "2026-01-01", "2025-06-14", "")]
    public void Tokens_that_nobody_uses_are_marked_and_go(string what, string used, string invalid, string outcome) =>
        Outcome(Of(used, invalid)).ShouldBe(outcome, what);

    [Fact]
    public void A_mark_says_the_day()
    {
        var patch = Plan(Of("", "")).ShouldBeOfType<ObjectPatch>();

        patch.Body["metadata"]!["labels"]![LegacyTokenPlanner.InvalidSince]!.GetValue<string>().ShouldBe("2026-06-15");
        patch.Body["metadata"]!["uid"]!.GetValue<string>().ShouldBe("s1");
    }

    [Theory]
    [InlineData("2025-06-13", "mark")]
    [InlineData("2025-06-14", "mark")]
    [InlineData("2025-06-15", "")]
    [InlineData("soon", "")]
    [InlineData(null, "")]
    public void Nothing_is_known_of_tokens_before_uses_were_noted_for_a_whole_period(string? since, string outcome) => Outcome(Of("", ""), since: since).ShouldBe(outcome);

    [Fact]
    public void What_people_made_is_young_or_in_use_stays()
    {
        Outcome(Of("", ""), account: new ServiceAccount()).ShouldBe("");
        Outcome(Of("", "") with { Metadata = Of("", "").Metadata with { CreationTimestamp = Now.AddDays(-365) } }).ShouldBe("");
        Outcome(Of("", ""), pod: new PodSpec { Volumes = [new Volume { Name = "v", Secret = new SecretVolumeSource { SecretName = "s" } }] }).ShouldBe("");
        Outcome(Of("", ""), pod: new PodSpec { Volumes = [new Volume { Name = "v", Csi = new CSIVolumeSource { NodePublishSecretRef = new LocalObjectReference { Name = "s" } } }] }).ShouldBe("");
        Outcome(Of("", ""), pod: new PodSpec { ImagePullSecrets = [new LocalObjectReference { Name = "other" }] }).ShouldBe("mark");
    }

    private static string Outcome(Secret secret, ServiceAccount? account = null, string? since = "2024-01-01", PodSpec? pod = null) => Plan(secret, account, since, pod) switch
    {
        ObjectPatch => "mark",
        ObjectDeletion => "delete",
        null => "",
        var other => other.GetType().Name,
    };

    private static ObjectWrite? Plan(Secret secret, ServiceAccount? account = null, string? since = "2024-01-01", PodSpec? pod = null) => LegacyTokenPlanner.Plan(
        secret, account ?? new ServiceAccount { Secrets = [new ObjectReference { Name = "s" }] }, since, pod is null ? [] : [new Pod { Spec = pod }], Now);

    private static Secret Of(string used, string invalid) => new()
    {
        Type = SecretType.ServiceAccountToken,
        Metadata = new ObjectMeta
        {
            Name = "s", Namespace = "shop", Uid = "s1", CreationTimestamp = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Labels = new[] { (LegacyTokenPlanner.LastUsed, used), (LegacyTokenPlanner.InvalidSince, invalid) }.Where(static l => l.Item2.Length > 0).ToDictionary(static l => l.Item1, static l => l.Item2),
        },
    };
}
