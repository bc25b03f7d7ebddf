using Orleans.Kube.Controllers.ApiRegistration;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.ApiRegistration;

/// <summary>The service behind an API comes, goes and changes, and answers or does not.</summary>
public sealed class APIServicePropertyTests
{
    [Fact]
    public void It_is_available_when_nothing_keeps_it_from_answering_and_says_so_once() => Script.ForAll(static script =>
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var api = new APIService();
        Service? service = null;
        while (script.HasMore)
        {
            now += TimeSpan.FromSeconds(1 + script.Choose(100));
            if (script.Choose(3) == 0) api = api with { Spec = api.Spec with { Service = script.Choose(4) == 0 ? null : new ServiceReference { Namespace = "n", Name = "s", Port = script.Pick([443, 8443]) } } };
            if (script.Choose(3) == 0) service = Behind(script);
            if (script.Choose(5) == 0) api = api with { Status = new() { Conditions = [new() { Type = "example.com/x", Status = "True" }, .. api.Status.Conditions.Where(static c => c.Type != "example.com/x")] } };
            var hasEndpoints = script.Choose(2) == 0;

            var obstacle = APIServicePlanner.Obstacle(api, service, hasEndpoints);
            (obstacle?.Reason).ShouldBe(Expected(api.Spec.Service, service, hasEndpoints));
            if (obstacle is null && api.Spec.Service is not null && script.Choose(3) == 0) obstacle = ("FailedDiscoveryCheck", "no answer");
            if (APIServicePlanner.Plan(api, obstacle, now) is not { } next) continue;

            (next with { Status = api.Status }).ShouldBe(api);
            next.Status.Conditions.Where(static c => c.Type != APIServiceConditionType.Available).ShouldBe(api.Status.Conditions.Where(static c => c.Type != APIServiceConditionType.Available));
            var (before, after) = (Available(api), Available(next).ShouldNotBeNull());
            after.Status.ShouldBe(obstacle is null ? "True" : "False");
            if (obstacle is { } why) (after.Reason, after.Message).ShouldBe(why);
            after.LastTransitionTime.ShouldBe(before?.Status == after.Status ? before.LastTransitionTime : now);
            APIServicePlanner.Plan(next, obstacle, now.AddDays(1)).ShouldBeNull();
            if (script.Choose(4) > 0) api = next;
        }
    });

    /// <summary>An API of the server itself needs nothing, one outside the cluster no endpoints, any other a service that listens and somebody behind it.</summary>
    private static string? Expected(ServiceReference? reference, Service? service, bool hasEndpoints) => (reference, service) switch
    {
        (null, _) => null,
        (_, null) => "ServiceNotFound",
        (_, { Spec.Type: ServiceType.ExternalName }) => null,
        _ when service.Spec.Ports.All(port => port.Port != reference.Port) => "ServicePortError",
        _ => hasEndpoints ? null : "MissingEndpoints",
    };

    private static Service? Behind(Script script) => script.Choose(4) == 0 ? null : new Service
    {
        Spec = new ServiceSpec
        {
            Type = script.Pick([ServiceType.ClusterIP, ServiceType.ExternalName]), Ports = script.Choose(3) == 0 ? [] : [new ServicePort { Name = "p", Port = script.Pick([443, 8443]) }],
        },
    };

    private static APIServiceCondition? Available(APIService api) => api.Status.Conditions.SingleOrDefault(static c => c.Type == APIServiceConditionType.Available);
}
