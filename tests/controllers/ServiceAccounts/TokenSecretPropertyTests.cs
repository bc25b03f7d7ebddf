using System.Text;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>Accounts and the secrets for their tokens come, go and come again under the same names, while secrets are looked at that are some writes old.</summary>
public sealed class TokenSecretPropertyTests
{
    private const string Space = "shop";
    private static readonly string[] Accounts = ["a", "b"];
    private static readonly string[] Names = ["s1", "s2", "s3", "s4"];

    [Fact]
    public void Each_secret_of_an_account_holds_a_token_of_it_and_none_is_left_of_an_account_that_is_gone() => Script.ForAll(static script =>
    {
        var (shelf, authorities) = (new Shelf(), "PEM");
        while (script.HasMore)
        {
            switch (script.Choose(6))
            {
                case 0 when script.Pick(Accounts) is var account:
                    if (shelf.Latest.Find<ServiceAccount>(Resources.ServiceAccounts, account, Space) is null)
                        shelf.Put(Resources.ServiceAccounts, new ServiceAccount { Metadata = new ObjectMeta { Name = account, Namespace = Space } });
                    else shelf.Delete(new ObjectKey(Resources.ServiceAccounts, Space, account));
                    break;
                case 1 or 2:
                    Write(script, shelf);
                    break;
                case 3:
                    authorities = script.Pick(["PEM", "OTHER", ""]);
                    break;
                default:
                    Reconcile(shelf, script.Pick(Accounts), authorities, script.Choose(4), script.Choose(4), script.Choose(4) > 0);
                    break;
            }
        }

        for (var rounds = 0; Accounts.Sum(account => Reconcile(shelf, account, "PEM", 0, int.MaxValue, true)) > 0; rounds++) rounds.ShouldBeLessThan(2, "it never rests");

        foreach (var secret in shelf.Latest.List<Secret>(Resources.Secrets).Where(static s => s.Metadata.DeletionTimestamp is null && TokenSecretPlanner.AccountOf(s) is { } name && Accounts.Contains(name)))
        {
            var account = shelf.Latest.Find<ServiceAccount>(Resources.ServiceAccounts, TokenSecretPlanner.AccountOf(secret)!, Space).ShouldNotBeNull($"{secret.Metadata.Name} outlives its account");
            secret.Metadata.Annotations[TokenSecretPlanner.AccountUid].ShouldBe(account.Metadata.Uid);
            Text(secret, TokenSecretPlanner.Token).ShouldBeOneOf($"token of {account.Metadata.Uid}", "given");
            Text(secret, TokenSecretPlanner.Namespace).ShouldBeOneOf(Space, "given");
            Text(secret, TokenSecretPlanner.Certificate).ShouldBe("PEM");
        }
    });

    /// <summary>An account knows itself as it is, but its secrets as they were some writes ago.</summary>
    private static int Reconcile(Shelf shelf, string name, string authorities, int behind, int answers, bool canSign)
    {
        var account = shelf.Latest.Find<ServiceAccount>(Resources.ServiceAccounts, name, Space);
        var secrets = shelf.Ago(behind, account is null ? 0 : long.Parse(account.Metadata.ResourceVersion)).List<Secret>(Resources.Secrets).Where(s => TokenSecretPlanner.AccountOf(s) == name);
        var writes = new List<ObjectWrite>();
        foreach (var secret in secrets)
        {
            if (TokenSecretPlanner.Plan(secret, account, authorities, (a, _) => canSign ? $"token of {a.Metadata.Uid}" : "") is not { } write) continue;
            writes.Add(write);
            write.Key.Name.ShouldBe(secret.Metadata.Name);
            secret.Metadata.DeletionTimestamp.ShouldBeNull();
            if (write is ObjectReplacement { Content: Secret filled }) Keeps(secret, filled);
            else (account is null || secret.Metadata.Annotations.GetValueOrDefault(TokenSecretPlanner.AccountUid) is { Length: > 0 } uid && uid != account.Metadata.Uid).ShouldBeTrue("its account is there");
        }

        foreach (var write in writes.Take(answers)) shelf.Apply(write);
        return writes.Count;
    }

    /// <summary>What somebody put there stays, all but the authorities.</summary>
    private static void Keeps(Secret before, Secret after)
    {
        foreach (var (key, value) in before.Data.Where(static d => d.Key != TokenSecretPlanner.Certificate && d.Value.Length > 0)) after.Data[key].ShouldBe(value);
        foreach (var (key, value) in before.Metadata.Annotations.Where(static a => a.Key != TokenSecretPlanner.AccountUid)) after.Metadata.Annotations[key].ShouldBe(value);
        (after with { Data = before.Data, Metadata = before.Metadata }).ShouldBe(before);
        (after.Data[TokenSecretPlanner.Token].Length > 0 && after.Data[TokenSecretPlanner.Namespace].Length > 0).ShouldBeTrue("it is half filled");
    }

    /// <summary>Somebody makes a secret, empties or fills a part of one, or deletes it; some are for other things or for an account that only others know.</summary>
    private static void Write(Script script, Shelf shelf)
    {
        var name = script.Pick(Names);
        if (shelf.Latest.Find<Secret>(Resources.Secrets, name, Space) is not { } old)
        {
            shelf.Put(Resources.Secrets, new Secret
            {
                Type = script.Choose(4) == 0 ? SecretType.Opaque : SecretType.ServiceAccountToken, Metadata = new ObjectMeta
                {
                    Name = name, Namespace = Space, Finalizers = script.Choose(5) == 1 ? ["example.com/hold"] : [],
                    Annotations = new Dictionary<string, string> { [TokenSecretPlanner.AccountName] = script.Pick([.. Accounts, "unknown"]), ["mine"] = "x" },
                },
                Data = script.Choose(2) == 0 ? new Dictionary<string, byte[]> { ["mine"] = [] } : [],
            });
        }
        else if (script.Choose(3) == 0) shelf.Delete(new ObjectKey(Resources.Secrets, Space, name));
        else
        {
            var data = old.Data.ToDictionary();
            var part = script.Pick([TokenSecretPlanner.Token, TokenSecretPlanner.Namespace, TokenSecretPlanner.Certificate, "mine"]);
            data[part] = script.Choose(3) == 0 ? [] : Encoding.UTF8.GetBytes(part == TokenSecretPlanner.Certificate ? "PEM" : "given");
            shelf.Put(Resources.Secrets, old with { Data = data });
        }
    }

    private static string Text(Secret secret, string key) => Encoding.UTF8.GetString(secret.Data[key]);
}
