using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Kube.Controllers;
using Orleans.Kube.Grains.ApiRegistration;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Admission;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.OpenApi;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>
/// The API servers of the cluster that serve groups of their own, as APIServices name them. Requests reach them in the name of the user, as
/// Kubernetes' aggregator passes them on: <c>X-Remote-User</c>, under the certificate <c>front-proxy-client</c>.
/// </summary>
public sealed class RemoteApis(IClusterState cluster, ResourceRegistry registry, ServiceClients clients, CertificateAuthority authority, TimeProvider time) : IApiServiceProbe, IHealthReporter, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly UserInfo Prober = new() { Username = "system:kube-aggregator", Groups = ["system:masters"] };

    private readonly Lock _lock = new();
    private readonly RenewedCertificate _identity = new(() => authority.IssueClient("front-proxy-client", [], TimeSpan.FromDays(365)).WithKey(), time);

    private IChangeCursor? _cursor;
    private FrozenDictionary<(string Group, string Version), APIService> _known = FrozenDictionary<(string, string), APIService>.Empty;

    /// <summary>The APIServices are read when somebody wants to know of them; so do the checks, and those of <see cref="RemoteDiscovery"/>.</summary>
    public IReadOnlyList<IHealthCheck> Checks => field ??=
    [
        new HealthCheck("poststarthook/start-kube-aggregator-informers", true, Problem), new HealthCheck("poststarthook/apiservice-registration-controller", true, Problem),
        new HealthCheck("poststarthook/aggregator-reload-proxy-client-cert", true, () => time.GetUtcNow() < new DateTimeOffset(_identity.Current.NotAfter) ? null : "the certificate has ended"),
    ];

    /// <summary>The APIServices of groups and versions that this server does not serve itself.</summary>
    public IEnumerable<APIService> All => Known().Values;

    /// <summary>Who serves a group and version, or null.</summary>
    public APIService? Find(string group, string version) => Known().GetValueOrDefault((group, version));

    /// <summary>Who serves a path, or null: the discovery of a version, all that lies below it, and its OpenAPI document.</summary>
    public APIService? Find(string path)
    {
        if (path.StartsWith(OpenApiHandler.Groups, StringComparison.Ordinal)) path = path[(OpenApiHandler.Groups.Length - 1)..];
        return path.StartsWith("/apis/", StringComparison.Ordinal) && path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["apis", var group, var version, ..] ? Find(group, version) : null;
    }

    /// <summary>Whether an API server was found not to answer.</summary>
    public static bool IsUnavailable(APIService api) => api.Status.Conditions.Any(static c => c is { Type: APIServiceConditionType.Available, Status: "False" });

    /// <summary>Sends a request to an API server in somebody's name.</summary>
    /// <exception cref="StatusException">503: it cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(APIService api, HttpRequestMessage request, UserInfo user, CancellationToken cancellationToken)
    {
        PeerHeaders.WriteApart(request, user);
        try
        {
            var service = api.Spec.Service!;
            return await clients.Of((service.Namespace, service.Name), api.Spec.CaBundle, api.Spec.InsecureSkipTLSVerify, _identity.Current).SendAsync(request, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or CryptographicException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Failures.ServiceUnavailable($"error trying to reach service: {(failure.InnerException ?? failure).Message}");
        }
    }

    /// <summary>The address of a path of an API server.</summary>
    public static Uri AddressOf(APIServiceSpec api, string pathAndQuery) => new($"https://{api.Service!.Name}.{api.Service.Namespace}.svc:{api.Service.Port ?? 443}{pathAndQuery}");

    /// <summary>A document of an API server, or null when it cannot be had.</summary>
    public async Task<TDocument?> GetAsync<TDocument>(APIService api, string path, CancellationToken cancellationToken) where TDocument : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(api.Spec, path));
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await SendAsync(api, request, Prober, patience.Token);
            if (!response.IsSuccessStatusCode) return null;
            return JsonSerializer.Deserialize<TDocument>(await response.Content.ReadAsByteArrayAsync(patience.Token), KubeJson.Options);
        }
        catch (Exception failure) when (failure is StatusException or JsonException or HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public async Task<string?> ProbeAsync(APIServiceSpec api)
    {
        var path = $"/apis/{api.Group}/{api.Version}";
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(api, path));
            using var response = await SendAsync(new APIService { Spec = api }, request, Prober, patience.Token);
            return response.IsSuccessStatusCode ? null : $"failing or missing response from {AddressOf(api, path)}: bad status from {AddressOf(api, path)}: {(int)response.StatusCode}";
        }
        catch (StatusException failure)
        {
            return $"failing or missing response from {AddressOf(api, path)}: Get \"{AddressOf(api, path)}\": {failure.Message}";
        }
        catch (OperationCanceledException)
        {
            return $"failing or missing response from {AddressOf(api, path)}: Get \"{AddressOf(api, path)}\": context deadline exceeded";
        }
    }

    public void Dispose()
    {
        _cursor?.Dispose();
        _identity.Dispose();
    }

    internal string? Problem()
    {
        Known();
        return null;
    }

    private FrozenDictionary<(string Group, string Version), APIService> Known()
    {
        lock (_lock)
        {
            if (_cursor is not null && !_cursor.HasChanged()) return _known;
            var view = cluster.Current;
            _cursor?.Dispose();
            _cursor = cluster.Follow(Resources.APIServices, view.Revision);
            return _known = view.List(Resources.APIServices).Select(static o => o.As<APIService>())
                .Where(a => a.Spec.Service is not null && registry.All.All(d => d.Group != a.Spec.Group || d.Version != a.Spec.Version))
                .ToFrozenDictionary(static a => (a.Spec.Group, a.Spec.Version));
        }
    }
}
