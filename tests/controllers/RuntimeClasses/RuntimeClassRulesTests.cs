using System.Text.Json;
using Orleans.Kube.Controllers.RuntimeClasses;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.NodeApi;

namespace Orleans.Kube.Controllers.Tests;

public sealed class RuntimeClassRulesTests
{
    [Theory]
    [InlineData("{}", """{"overhead":{"podFixed":{"cpu":"10m"}}}""", """{"overhead":{"cpu":"10m"}}""")]
    [InlineData("""{"overhead":{"cpu":"0.01"}}""", """{"overhead":{"podFixed":{"cpu":"10m"}}}""", """{"overhead":{"cpu":"10m"}}""")]
    [InlineData("""{"overhead":{"cpu":"1"}}""", """{"overhead":{"podFixed":{"cpu":"10m"}}}""", "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")]
    [InlineData("""{"overhead":{"cpu":"1"}}""", "{}", "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")]
    [InlineData("""{"overhead":{"cpu":"1"}}""", null, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")]
    [InlineData("""{"nodeSelector":{"a":"1"}}""", """{"scheduling":{"nodeSelector":{"b":"2"}}}""", """{"nodeSelector":{"a":"1","b":"2"}}""")]
    [InlineData("""{"nodeSelector":{"a":"1"}}""", """{"scheduling":{"nodeSelector":{"a":"2"}}}""", "conflict: runtimeClass.scheduling.nodeSelector[a] = 2; pod.spec.nodeSelector[a] = 1")]
    [InlineData("""{"tolerations":[{"key":"x","operator":"Exists","effect":"NoSchedule"}]}""", """{"scheduling":{"tolerations":[{"key":"x","operator":"Exists"},{"key":"y","operator":"Equal","value":"1"}]}}""",
        """{"tolerations":[{"key":"x","operator":"Exists"},{"key":"y","operator":"Equal","value":"1"}]}""")]
    public void A_pod_takes_over_what_its_class_says(string spec, string? runtimeClass, string expected)
    {
        var pod = new Pod { Spec = JsonSerializer.Deserialize<PodSpec>(spec, KubeJson.Options)! };
        var (completed, objection) = RuntimeClassRules.Complete(pod, runtimeClass is null ? null : JsonSerializer.Deserialize<RuntimeClass>(runtimeClass, KubeJson.Options));

        (objection ?? JsonSerializer.Serialize(completed.Spec, KubeJson.Options).Replace("\"containers\":[],", "").Replace(",\"containers\":[]", "")).ShouldBe(expected);
    }
}
