using System.Text;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

public sealed class TokenSecretPlannerTests
{
    private static readonly ServiceAccount Robot = new() { Metadata = new ObjectMeta { Name = "robot", Namespace = "shop", Uid = "u1" } };

    [Fact]
    public void A_secret_is_filled_once_and_stays_so()
    {
        var filled = Plan(Of(), Robot).ShouldBeOfType<ObjectReplacement>().Content.ShouldBeOfType<Secret>();

        string.Join(' ', filled.Data.OrderBy(static d => d.Key).Select(static d => $"{d.Key}={Encoding.UTF8.GetString(d.Value)}")).ShouldBe("ca.crt=PEM namespace=shop token=token-of-robot");
        filled.Metadata.Annotations[TokenSecretPlanner.AccountUid].ShouldBe("u1");
        Plan(filled, Robot).ShouldBeNull();
        Plan(filled with { Data = filled.Data.Where(static d => d.Key != "token").ToDictionary() }, Robot).ShouldBeOfType<ObjectReplacement>();
    }

    [Fact]
    public void It_goes_with_its_account_and_when_another_account_has_the_name()
    {
        Plan(Of(), null).ShouldBeOfType<ObjectDeletion>();
        Plan(Of(("kubernetes.io/service-account.uid", "u0")), Robot).ShouldBeOfType<ObjectDeletion>();
    }

    /// <summary>The secrets that an account refers to, those that are gone, and those that are taken from it.</summary>
    [Theory]
    [InlineData("a b", "a", "a")]
    [InlineData("a b", "a b", "a b")]
    [InlineData("a b", "c", "")]
    [InlineData("", "a", "")]
    [InlineData("a", "", "")]
    public void An_account_lets_go_of_tokens_that_are_gone(string referred, string gone, string taken)
    {
        var account = Robot with { Secrets = [.. Words(referred).Select(static name => new ObjectReference { Name = name })] };
        var patch = TokenSecretPlanner.Forget(account, Words(gone));
        string.Join(' ', patch?.Body["secrets"]!.AsArray().Select(static s => s!["name"]!.ToString()) ?? []).ShouldBe(taken);

        static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Other_secrets_are_nobodys() => TokenSecretPlanner.AccountOf(Of() with { Type = "Opaque" }).ShouldBeNull();

    private static ObjectWrite? Plan(Secret secret, ServiceAccount? account) => TokenSecretPlanner.Plan(secret, account, "PEM", static (a, _) => $"token-of-{a.Metadata.Name}");

    private static Secret Of(params (string Name, string Value)[] annotations) => new()
    {
        Type = "kubernetes.io/service-account-token",
        Metadata = new ObjectMeta
        {
            Name = "s", Namespace = "shop", Uid = "s1",
            Annotations = annotations.Append((Name: TokenSecretPlanner.AccountName, Value: "robot")).ToDictionary(static a => a.Name, static a => a.Value),
        },
    };
}
