using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Definitions;

public sealed class SubresourceTests
{
    private static readonly ResourceDefinition Pods = ResourceRegistry.BuiltIn.Of<Pod>();

    [Fact]
    public void Ephemeral_containers_are_added_through_their_view_only()
    {
        var pod = Sample.Created<Pod>(Sample.Pod());
        var wanted = Sample.Read<Pod>(Sample.Pod("'nodeName':'elsewhere','ephemeralContainers':[{'name':'debug','image':'d','targetContainerName':'web'}]"));
        var (stored, errors) = Write("ephemeralcontainers", wanted, pod);
        errors.ShouldBeEmpty();
        stored.Spec.NodeName.ShouldBe("");
        stored.Spec.EphemeralContainers.ShouldHaveSingleItem().Name.ShouldBe("debug");
    }

    [Fact]
    public void An_ephemeral_container_stays_as_it_is()
    {
        var pod = Sample.Created<Pod>(Sample.Pod("'ephemeralContainers':[{'name':'debug','image':'d'}]"));
        Write("ephemeralcontainers", Sample.Read<Pod>(Sample.Pod("'ephemeralContainers':[{'name':'debug','image':'e'}]")), pod).Errors
            .ShouldBe(["spec.ephemeralContainers: Forbidden: existing ephemeral containers \"debug\" may not be changed\n"]);
        Write("ephemeralcontainers", Sample.Read<Pod>(Sample.Pod()), pod).Errors
            .ShouldBe(["spec.ephemeralContainers: Forbidden: existing ephemeral containers \"debug\" may not be removed\n"]);
    }

    [Fact]
    public void A_resize_changes_resources_only()
    {
        var pod = Sample.Created<Pod>(Sample.PodWithContainer("'resources':{'requests':{'cpu':'1'}}"));
        var wanted = Sample.Read<Pod>(Sample.PodWithContainer("'command':['other'],'resources':{'requests':{'cpu':'2'}}"));
        var (stored, errors) = Write("resize", wanted, pod);
        errors.ShouldBeEmpty();
        stored.Spec.Containers[0].Command.ShouldBeEmpty();
        stored.Spec.Containers[0].Resources.Requests["cpu"].ShouldBe(Quantity.Of(2));
    }

    [Fact]
    public void A_resize_keeps_the_quality_of_service()
    {
        var pod = Sample.Created<Pod>(Sample.PodWithContainer("'resources':{'requests':{'cpu':'1'}}"));
        Write("resize", Sample.Read<Pod>(Sample.PodWithContainer("'resources':{'limits':{'cpu':'1','memory':'1Gi'}}")), pod).Errors
            .ShouldBe(
            [
                "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing",
                "spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be added unless resizePolicy is RestartContainer",
            ]);
    }

    /// <summary>The gate DeploymentReplicaSetTerminatingReplicas is off in Kubernetes 1.33.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData(1, 2)]
    public void Terminating_replicas_are_kept_only_where_they_are_already(int? before, int? kept)
    {
        var definition = ResourceRegistry.BuiltIn.Of<ReplicaSet>();
        var old = new ReplicaSet { Status = new() { TerminatingReplicas = before } };
        ((ReplicaSet)definition.PrepareForStatusUpdate(old with { Status = new() { Replicas = 3, TerminatingReplicas = 2 } }, old)).Status
            .ShouldBe(new() { Replicas = 3, TerminatingReplicas = kept });
    }

    [Fact]
    public void A_status_write_keeps_the_spec_and_the_quality_of_service()
    {
        var pod = Sample.Created<Pod>(Sample.Pod());
        var wanted = Sample.Read<Pod>(Sample.Pod("'nodeName':'elsewhere'")) with { Status = new() { Phase = PodPhase.Running } };
        var stored = Write("status", wanted, pod).Stored;
        stored.Spec.ShouldBe(pod.Spec);
        stored.Status.Phase.ShouldBe("Running");
        stored.Status.QosClass.ShouldBe("BestEffort");
    }

    [Fact]
    public void A_namespace_loses_its_finalizer_through_finalize_only()
    {
        var definition = ResourceRegistry.BuiltIn.Of<Namespace>();
        var old = Sample.Created<Namespace>(Sample.Of("v1", "Namespace", "'spec':{}", namespaced: false));
        old.Spec.Finalizers.ShouldBe(["kubernetes"]);
        var wanted = old with { Spec = new() };
        ((Namespace)definition.PrepareForUpdate(wanted, old)).Spec.Finalizers.ShouldBe(["kubernetes"]);
        ((Namespace)definition.View("finalize").ShouldNotBeNull().Prepare!(wanted, old)).Spec.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void Discovery_lists_the_subresources_of_pods() => Pods.Subresources.Select(static s => s.Name).ShouldBe(
        ["attach", "binding", "ephemeralcontainers", "eviction", "exec", "log", "portforward", "proxy", "resize", "status"]);

    private static (Pod Stored, IReadOnlyList<string> Errors) Write(string subresource, KubeObject value, KubeObject old)
    {
        var stored = Pods.Default(Pods.View(subresource)!.Prepare!(Pods.Default(value), old));
        return ((Pod)stored, [.. ObjectValidation.OfUpdate(Pods, stored, old, subresource).Select(static e => e.ToString())]);
    }
}
