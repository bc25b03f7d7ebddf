using Orleans.Kube.Controllers;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Grains.Tests;

/// <summary>
/// All controllers, the scheduler and simulated nodes on one clock, with users who change their minds, pods that fail, nodes that fall silent, calls and answers
/// that are lost, and a control plane that is restarted in the midst of it. Once all that ends, the cluster becomes what the specs ask.
/// </summary>
public sealed class Converging
{
    private const int Troubled = 40;
    private const int Calm = 60;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("KUBE_SIMULATIONS") ?? "15"))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task After_any_trouble_the_cluster_becomes_what_the_specs_ask(int seed)
    {
        var (chance, faults) = (new Random(seed), new Faults(seed));
        await using var cluster = await Cluster.StartAsync(routes: true, storage: inner => new FaultyStorage(inner, faults));
        var kubelets = Enumerable.Range(1, 3).Select(i => new SimulatedKubelet(cluster, $"node-{i}", chance) { Trouble = 0.2 }).ToList();
        foreach (var kubelet in kubelets) await cluster.CreateAsync(Objects.Node(kubelet.Name));
        await cluster.CreateAsync(Probe());
        var user = new SimulatedUser(cluster, chance);
        var operations = new SimulatedOperator(cluster, chance);

        for (var step = 0; step < Troubled; step++)
        {
            faults.Share = 0.1;
            for (var act = chance.Next(4); act > 0; act--) await TryAsync(user.ActAsync);
            for (var act = chance.Next(3); act > 0; act--) await TryAsync(operations.ActAsync);
            if (chance.Next(10) == 0) kubelets[chance.Next(kubelets.Count)].Silent = chance.Next(1, 60);
            foreach (var kubelet in kubelets) await TryAsync(kubelet.StepAsync);
            faults.Share = 0;
            if (chance.Next(15) == 0) await cluster.RestartAsync();
            await PassAsync(cluster);
        }

        await user.TidyAsync();
        await operations.TidyAsync();
        foreach (var kubelet in kubelets) (kubelet.Trouble, kubelet.Silent) = (0, 0);
        var unmet = new List<string> { "not looked at" };
        for (var step = 0; step < Calm && unmet.Count > 0; step++)
        {
            foreach (var kubelet in kubelets) await kubelet.StepAsync();
            await PassAsync(cluster);
            unmet = [.. Expectations.Unmet(cluster.Ledger.Current, kubelets.Count)];
        }

        unmet.ShouldBeEmpty(cluster.Warnings);
        var before = Pods(cluster);
        foreach (var kubelet in kubelets) await kubelet.StepAsync();
        await PassAsync(cluster);
        Pods(cluster).ShouldBe(before, ignoreOrder: true);
        Untrue(cluster).ShouldBeEmpty();
    }

    /// <summary>The objects whose record, which readers take over from the writer, is not what is stored: such readers would see something else after a restart.</summary>
    private static IEnumerable<string> Untrue(Cluster cluster) =>
        from definition in ResourceRegistry.BuiltIn.All
        from stored in cluster.Ledger.Current.List(definition.Resource)
        let type = definition.StoredType
        where !Model.Ownership.RecordEquality.Same(TypeSchema.Of(type), stored.Decode(type), ObjectJson.Read(stored.Json.Span, type))
        select stored.ToString();

    private static IEnumerable<string> Pods(Cluster cluster) => cluster.Ledger.Current.List(Resources.Pods).Select(static p => p.Header.Uid).ToList();

    /// <summary>Whoever meets a fault tries again later.</summary>
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Lets the controllers do what there is to do, and time pass.</summary>
    private static async Task PassAsync(Cluster cluster)
    {
        await SettleAsync(cluster);
        cluster.Time.Advance(Step);
        await SettleAsync(cluster);
    }

    /// <summary>Waits until a change has gone through the router and its grain three times: whatever came before has been done by then, and what followed from it.</summary>
    private static async Task SettleAsync(Cluster cluster)
    {
        for (var round = 0; round < 3; round++)
        {
            var changed = await cluster.PatchAsync(Probe(), $$$$"""{"spec":{"validations":[{"expression":"true","message":"{{{{cluster.Ledger.Current.Revision}}}}"}]}}""");
            await cluster.EventuallyAsync(_ => cluster.Find<ValidatingAdmissionPolicy>("probe", "")!.Status.ObservedGeneration >= changed.Metadata.Generation);
        }
    }

    /// <summary>An object that nothing depends on and whose controller answers every change at once.</summary>
    private static ValidatingAdmissionPolicy Probe() => new()
    {
        ApiVersion = "admissionregistration.k8s.io/v1", Kind = "ValidatingAdmissionPolicy", Metadata = new ObjectMeta { Name = "probe" },
        Spec = new ValidatingAdmissionPolicySpec
        {
            MatchConstraints = new MatchResources { ResourceRules = [new NamedRuleWithOperations { ApiGroups = ["example.com"], ApiVersions = ["v1"], Operations = ["CREATE"], Resources = ["probes"] }] },
            Validations = [new Validation { Expression = "true" }],
        },
    };
}
