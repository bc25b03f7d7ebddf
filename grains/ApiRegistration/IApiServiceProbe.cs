using Orleans.Kube.Model.ApiRegistration;

namespace Orleans.Kube.Grains.ApiRegistration;

/// <summary>Asks an API server of the cluster whether it answers.</summary>
public interface IApiServiceProbe
{
    /// <summary>Why its discovery cannot be read, or null when it can.</summary>
    Task<string?> ProbeAsync(APIServiceSpec api);
}

/// <summary>For hosts without a network.</summary>
public sealed class NoApiServices : IApiServiceProbe
{
    public Task<string?> ProbeAsync(APIServiceSpec api) => Task.FromResult<string?>("services cannot be reached from here");
}
