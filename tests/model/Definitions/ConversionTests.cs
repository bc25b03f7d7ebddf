using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Validation;
using V1 = Orleans.Kube.Model.AutoscalingV1;

namespace Orleans.Kube.Model.Tests.Definitions;

public sealed class ConversionTests
{
    [Fact]
    public void What_v1_has_no_field_for_survives_in_annotations()
    {
        var v1 = ResourceRegistry.BuiltIn.Of<V1.HorizontalPodAutoscaler>();
        var stored = Sample.Created<HorizontalPodAutoscaler>(Sample.Of("autoscaling/v2", "HorizontalPodAutoscaler",
            "'spec':{'scaleTargetRef':{'kind':'Deployment','name':'web'},'maxReplicas':5,'behavior':{'scaleUp':{'selectPolicy':'Min'}},'metrics':["
            + "{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization','averageUtilization':70}}},"
            + "{'type':'Pods','pods':{'metric':{'name':'rps'},'target':{'type':'AverageValue','averageValue':'10'}}}]}"));
        var seen = v1.FromStored(stored).ShouldBeOfType<V1.HorizontalPodAutoscaler>();
        seen.Spec.TargetCPUUtilizationPercentage.ShouldBe(70);
        seen.Metadata.Annotations.Keys.ShouldBe(["autoscaling.alpha.kubernetes.io/metrics", "autoscaling.alpha.kubernetes.io/behavior"], ignoreOrder: true);
        Structural.Equal(v1.ToStored(seen), stored).ShouldBeTrue();
    }

    [Fact]
    public void Both_events_APIs_are_one_store()
    {
        var (core, events) = (ResourceRegistry.BuiltIn.Of<Core.Event>(), ResourceRegistry.BuiltIn.Of<Events.Event>());
        events.Key("default", "a").ShouldBe(core.Key("default", "a"));
        events.StoredType.ShouldBe(core.ObjectType);
    }
}
