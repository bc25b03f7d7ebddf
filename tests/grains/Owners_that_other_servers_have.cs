using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Scheduling;

namespace Orleans.Kube.Grains.Tests;

public sealed class Owners_that_other_servers_have
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_they_own_goes_once_they_are_gone()
    {
        var server = new ForeignFlunders();
        server.Put("f", "u1");
        await using var cluster = await Cluster.StartAsync(routes: true, foreign: server);
        await cluster.CreateAsync(Owned("child", "f", "u1"));
        await cluster.CreateAsync(Owned("stranger", "f", "u0"));
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("stranger") is null);
        await cluster.SettleAsync();
        cluster.Find<ConfigMap>("child").ShouldNotBeNull();
        server.Remove("f");
        await cluster.PassAsync(Look, _ => cluster.Find<ConfigMap>("child") is null);
    }

    [Fact]
    public async Task Nothing_goes_as_long_as_nobody_can_say_whether_they_are_there()
    {
        var server = new ForeignFlunders { IsKnown = false };
        await using var cluster = await Cluster.StartAsync(routes: true, foreign: server);
        await cluster.CreateAsync(Owned("child", "gone", "u1"));
        await StaysAsync();
        (server.IsKnown, server.Answers) = (true, false);
        await StaysAsync();
        server.Answers = true;
        await cluster.PassAsync(Look, _ => cluster.Find<ConfigMap>("child") is null);

        async Task StaysAsync()
        {
            await cluster.SettleAsync();
            cluster.Time.Advance(Look);
            await cluster.SettleAsync();
            cluster.Find<ConfigMap>("child").ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("foregroundDeletion", false)]
    [InlineData("orphan", true)]
    public async Task One_that_waits_for_what_it_owns_is_let_go_after_that(string finalizer, bool stays)
    {
        var server = new ForeignFlunders();
        server.Put("f", "u1");
        await using var cluster = await Cluster.StartAsync(routes: true, foreign: server);
        await cluster.CreateAsync(Owned("child", "f", "u1"));
        server.Put("f", "u1", true, finalizer);
        await cluster.PassAsync(Look, _ => stays ? cluster.Find<ConfigMap>("child")!.Metadata.OwnerReferences.Count == 0 : cluster.Find<ConfigMap>("child") is null);
        await cluster.PassAsync(TimeSpan.FromSeconds(1), _ => server.Find("f") is null);
    }

    [Fact]
    public async Task Who_has_an_owner_here_and_one_there_goes_with_the_last_of_them()
    {
        var server = new ForeignFlunders();
        server.Put("f", "u1");
        await using var cluster = await Cluster.StartAsync(routes: true, foreign: server);
        var owner = await cluster.CreateAsync(Objects.ConfigMap("owner"));
        var (both, lost) = (Owned("both", "f", "u1"), Owned("lost", "gone", "u2"));
        await cluster.CreateAsync(With(both, owner));
        await cluster.CreateAsync(With(lost, owner));
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("lost")!.Metadata.OwnerReferences.Count == 1);
        await cluster.DeleteAsync(owner);
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("lost") is null && cluster.Find<ConfigMap>("both")!.Metadata.OwnerReferences.Count == 1);
        server.Remove("f");
        await cluster.PassAsync(Look, _ => cluster.Find<ConfigMap>("both") is null);
    }

    [Fact]
    public async Task A_reference_whose_kind_nobody_knows_keeps_the_others_from_being_judged()
    {
        var server = new ForeignFlunders { IsKnown = false };
        server.Put("f", "u1");
        await using var cluster = await Cluster.StartAsync(routes: true, foreign: server);
        var owner = await cluster.CreateAsync(Objects.ConfigMap("owner"));
        await cluster.CreateAsync(With(Owned("child", "f", "u1"), owner));
        await cluster.DeleteAsync(owner);
        await cluster.SettleAsync();
        cluster.Find<ConfigMap>("child")!.Metadata.OwnerReferences.Count.ShouldBe(2);
        server.IsKnown = true;
        await cluster.PassAsync(Look, _ => cluster.Find<ConfigMap>("child")!.Metadata.OwnerReferences is [{ Kind: "Flunder" }]);
    }

    [Fact]
    public async Task What_is_in_no_namespace_cannot_name_one_that_is_in_one()
    {
        await using var cluster = await Cluster.StartAsync(routes: true, foreign: new ForeignFlunders());
        await cluster.CreateAsync(new PriorityClass
        {
            ApiVersion = "scheduling.k8s.io/v1", Kind = "PriorityClass", Value = 5, Metadata = new ObjectMeta { Name = "wide", OwnerReferences = [Flunder("f", "u1")] },
        });
        await cluster.EventuallyAsync(view => view.List(Resources.Events).Select(static o => o.As<Event>()).Any(static e => e.Reason == "OwnerRefInvalidNamespace" && e.InvolvedObject.Name == "wide"));
        cluster.Find<PriorityClass>("wide", "").ShouldNotBeNull();
    }

    private static ConfigMap Owned(string name, string owner, string uid) => Objects.ConfigMap(name) with
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", OwnerReferences = [Flunder(owner, uid)] },
    };

    private static ConfigMap With(ConfigMap child, ConfigMap owner) => child with
    {
        Metadata = child.Metadata with { OwnerReferences = [.. child.Metadata.OwnerReferences, new OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid }] },
    };

    private static OwnerReference Flunder(string name, string uid) =>
        new() { ApiVersion = ForeignFlunders.ApiVersion, Kind = "Flunder", Name = name, Uid = uid, BlockOwnerDeletion = true };
}
