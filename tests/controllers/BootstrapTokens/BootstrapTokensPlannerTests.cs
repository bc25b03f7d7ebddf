using System.Text;
using Orleans.Kube.Controllers.BootstrapTokens;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.BootstrapTokens;

/// <summary>Tokens with which machines join, and what they sign, as Kubernetes' own tests of its signer and its cleaner have it.</summary>
public sealed class BootstrapTokensPlannerTests
{
    private const string Key = "jws-kubeconfig-abc123";

    /// <summary>What <c>tokenSecret</c> makes of <c>payload</c>.</summary>
    private const string Signature = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiYzEyMyJ9..QSxpUG7Q542CirTI2ECPSZjvBOJURUW5a7XqFpNI958";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What the ConfigMap has as the token's signature, what is wrong with the token if there is one, and what the ConfigMap comes to have; null: it stays.</summary>
    [Theory]
    [InlineData("", "", Signature)]
    [InlineData(Signature, "", null)]
    [InlineData("old", "", Signature)]
    [InlineData("old", "gone", "")]
    [InlineData("old", "usage-bootstrap-signing=false", "")]
    [InlineData("old", "usage-bootstrap-signing=", "")]
    [InlineData("old", "token-secret=", "")]
    [InlineData("old", "token-id=def456", "")]
    [InlineData("old", "token-id=", "")]
    [InlineData("old", "expiration=2025-12-31T23:59:59Z", "")]
    [InlineData("old", "expiration=2026-01-01T00:00:01Z", Signature)]
    [InlineData("old", "expiration=soon", "")]
    [InlineData("", "gone", null)]
    public void The_cluster_is_signed_for_by_tokens_that_may(string had, string wrong, string? has)
    {
        var info = Info(had.Length == 0 ? [] : [(Key, had)]);
        var plan = BootstrapTokensPlanner.Plan(wrong == "gone" ? [] : [Token(wrong)], info, Now);
        var written = plan.Writes.OfType<ObjectReplacement>().SingleOrDefault()?.Content as ConfigMap;
        (written?.Data.GetValueOrDefault(Key, "")).ShouldBe(has);
        written?.Data["kubeconfig"].ShouldBe("payload");
    }

    [Theory]
    [InlineData("", false, null)]
    [InlineData("2025-12-31T23:00:00Z", true, null)]
    [InlineData("2026-01-01T00:00:00Z", true, null)]
    [InlineData("2026-01-01T01:00:00Z", false, "2026-01-01T01:00:00Z")]
    [InlineData("2026-01-01T02:00:00+01:00", false, "2026-01-01T01:00:00Z")]
    [InlineData("tomorrow", true, null)]
    public void A_token_whose_time_is_over_goes(string expiration, bool goes, string? due)
    {
        var plan = BootstrapTokensPlanner.Plan([Token($"expiration={expiration}")], null, Now);
        (plan.Writes is [ObjectDeletion { Uid: "u1" }]).ShouldBe(goes);
        plan.Due.ShouldBe(due is null ? null : DateTimeOffset.Parse(due));
    }

    [Fact]
    public void Without_something_to_sign_nothing_is_signed() =>
        BootstrapTokensPlanner.Plan([Token("")], new ConfigMap { Data = new Dictionary<string, string> { [Key] = "old" } }, Now).Writes.ShouldBeEmpty();

    private static ConfigMap Info(params (string Name, string Value)[] more) =>
        new() { Data = more.Prepend((Name: "kubeconfig", Value: "payload")).ToDictionary(static e => e.Name, static e => e.Value) };

    /// <summary>A token that may sign, but for one entry.</summary>
    private static Secret Token(string entry)
    {
        var data = new Dictionary<string, string> { ["token-id"] = "abc123", ["token-secret"] = "tokenSecret", ["usage-bootstrap-signing"] = "true" };
        if (entry.Length > 0) data[entry.Split('=')[0]] = entry.Split('=')[1];
        return new Secret
        {
            Type = BootstrapToken.SecretType, Data = data.ToDictionary(static e => e.Key, static e => Encoding.UTF8.GetBytes(e.Value)),
            Metadata = new ObjectMeta { Name = "bootstrap-token-abc123", Namespace = BootstrapToken.Namespace, Uid = "u1" },
        };
    }
}
