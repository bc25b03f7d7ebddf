using System.Text;
using Orleans.Kube.Controllers.BootstrapTokens;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.BootstrapTokens;

/// <summary>Secrets of random tokens, some of them badly written, come and go with time while their planner looks at old states and answers get lost.</summary>
public sealed class BootstrapTokensPropertyTests
{
    private const string Foreign = "example.com";
    private static readonly string[] Ids = ["aaaaaa", "bbbbbb", "cccccc", "dddddd"];

    [Fact]
    public void Tokens_whose_time_is_over_go_and_no_others_and_those_that_may_sign_have_signed() => Script.ForAll(static script =>
    {
        var shelf = new Shelf();
        while (script.HasMore)
        {
            shelf.Now += TimeSpan.FromMinutes(script.Choose(20));
            switch (script.Choose(5))
            {
                case 0:
                    shelf.Put(Resources.Secrets, Token(script, shelf.Now));
                    break;
                case 1:
                    shelf.Put(Resources.ConfigMaps, Info(script));
                    break;
                case 2:
                    shelf.Delete(BootstrapToken.KeyOf(script.Pick(Ids)));
                    break;
                default:
                    Reconcile(shelf, script.Choose(4), script.Choose(4));
                    break;
            }
        }

        for (var rounds = 0; Reconcile(shelf, 0, int.MaxValue) > 0; rounds++) rounds.ShouldBeLessThan(2, "it never rests");

        Secrets(shelf.Latest).ShouldAllBe(secret => !IsOver(secret, shelf.Now) || secret.Metadata.DeletionTimestamp != null);
        if (InfoOf(shelf.Latest) is { } info) info.Data.Where(static e => e.Key.StartsWith("jws-", StringComparison.Ordinal)).ShouldBe(Signatures(shelf.Latest, info, shelf.Now), ignoreOrder: true);
    });

    [Fact]
    public void Nothing_is_to_be_done_before_it_is_due_and_something_is_then() => Script.ForAll(static script =>
    {
        var shelf = new Shelf();
        for (var secrets = script.Choose(6); secrets > 0; secrets--) shelf.Put(Resources.Secrets, Token(script, shelf.Now));
        shelf.Put(Resources.ConfigMaps, Info(script));
        Reconcile(shelf, 0, int.MaxValue);

        var due = Plan(shelf.Latest, shelf.Now).Due;

        Plan(shelf.Latest, due?.AddTicks(-1) ?? DateTimeOffset.MaxValue).Writes.ShouldBeEmpty();
        if (due is { } then) Plan(shelf.Latest, then).Writes.ShouldContain(static write => write is ObjectDeletion);
    }, length: 60);

    /// <summary>Carries out a plan made on a view that is some writes old, up to the answer that is lost.</summary>
    private static int Reconcile(Shelf shelf, int behind, int answers)
    {
        var view = shelf.Ago(behind);
        var plan = Plan(view, shelf.Now);
        foreach (var deletion in plan.Writes.OfType<ObjectDeletion>()) IsOver(view.Find(deletion.Key)!.As<Secret>(), shelf.Now).ShouldBeTrue($"{deletion.Key} was not over");
        foreach (var replacement in plan.Writes.OfType<ObjectReplacement>())
        {
            replacement.Key.ShouldBe(BootstrapToken.ClusterInfo);
            var (before, after) = (InfoOf(view)!, (ConfigMap)replacement.Content);
            (after with { Data = before.Data }).ShouldBe(before);
            Others(after).ShouldBe(Others(before), ignoreOrder: true);
        }

        foreach (var write in plan.Writes.Take(answers)) shelf.Apply(write);
        return plan.Writes.Count;
    }

    private static BootstrapTokensPlan Plan(Snapshot view, DateTimeOffset now) =>
        BootstrapTokensPlanner.Plan([.. Secrets(view).Where(static s => s.Type == BootstrapToken.SecretType)], InfoOf(view), now);

    private static IReadOnlyList<Secret> Secrets(Snapshot view) => view.List<Secret>(Resources.Secrets);

    private static ConfigMap? InfoOf(Snapshot view) => view.Find(BootstrapToken.ClusterInfo)?.As<ConfigMap>();

    private static IEnumerable<KeyValuePair<string, string>> Others(ConfigMap info) => info.Data.Where(static e => !e.Key.StartsWith("jws-kubeconfig-", StringComparison.Ordinal));

    /// <summary>A time that cannot be read is over, whatever else the Secret says.</summary>
    private static bool IsOver(Secret secret, DateTimeOffset now) =>
        secret.Type == BootstrapToken.SecretType && Text(secret, "expiration") is { Length: > 0 } text && (text[^1] != 'Z' || DateTimeOffset.Parse(text) <= now);

    private static Dictionary<string, string> Signatures(Snapshot view, ConfigMap info, DateTimeOffset now) => info.Data.TryGetValue("kubeconfig", out var content)
        ? Secrets(view)
            .Where(s => s.Type == BootstrapToken.SecretType && s.Metadata.DeletionTimestamp is null && !IsOver(s, now) && s.Metadata.Name == $"bootstrap-token-{Text(s, "token-id")}" && Text(s, "usage-bootstrap-signing") == "true")
            .ToDictionary(static s => $"jws-kubeconfig-{Text(s, "token-id")}", s => DetachedSignature.Sign(content, Text(s, "token-id"), Text(s, "token-secret")))
        : info.Data.Where(static e => e.Key.StartsWith("jws-", StringComparison.Ordinal)).ToDictionary();

    private static Secret Token(Script script, DateTimeOffset now)
    {
        var id = script.Pick(Ids);
        var time = script.Choose(6) switch { 0 => "", 1 => "soon", 2 => "2030-01-01", _ => now.AddMinutes(script.Choose(200) - 50).ToString("yyyy-MM-ddTHH:mm:ssZ") };
        var data = new Dictionary<string, string>
        {
            ["token-id"] = script.Choose(6) == 1 ? "zzzzzz" : id, ["token-secret"] = "0123456789abcdef", ["expiration"] = time,
            ["usage-bootstrap-signing"] = script.Pick(["true", "true", "false"]), ["auth-extra-groups"] = script.Pick(["", "system:bootstrappers:x", "admins"]),
        };
        return new Secret
        {
            Type = script.Choose(6) == 1 ? "Opaque" : BootstrapToken.SecretType, Data = data.ToDictionary(static e => e.Key, static e => Encoding.UTF8.GetBytes(e.Value)),
            Metadata = new ObjectMeta { Name = BootstrapToken.KeyOf(id).Name, Namespace = BootstrapToken.Namespace, Finalizers = script.Choose(5) == 1 ? [Foreign] : [] },
        };
    }

    private static ConfigMap Info(Script script) => new()
    {
        Metadata = new ObjectMeta { Name = BootstrapToken.ClusterInfo.Name, Namespace = BootstrapToken.ClusterInfo.Namespace, Labels = Make.Labels("a=b") },
        Data = new[] { "kubeconfig", "kubeconfig", "jws-kubeconfig-aaaaaa", "jws-kubeconfig-zzzzzz", Foreign }.Where(_ => script.Choose(3) > 0).Distinct().ToDictionary(static key => key, _ => $"v{script.Choose(2)}"),
    };

    private static string Text(Secret secret, string key) => secret.Data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";
}
