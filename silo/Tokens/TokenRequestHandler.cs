using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>POST serviceaccounts/NAME/token: a token of the account, for a while (<c>kubectl create token</c>).</summary>
public sealed class TokenRequestHandler(IClusterState cluster, ServiceAccountTokens tokens, IAuthorizer authorizer, TimeProvider time) : ISubresourceHandler
{
    private const long DefaultSeconds = 3600;
    private const long ShortestSeconds = 600;
    private const long LongestSeconds = 1L << 32;

    public IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; } = [(new GroupResource("", "serviceaccounts"), "token")];

    public async ValueTask HandleAsync(ApiRequest request)
    {
        if (request.Info.Verb != "create") throw Failures.MethodNotAllowed();
        var context = WriteParameters.Read(request, "CreateOptions");
        var asked = (TokenRequest)await ObjectBody.ReadAsync(request, typeof(TokenRequest), context);
        var seconds = asked.Spec.ExpirationSeconds ?? DefaultSeconds;
        CheckName(asked, request.Info.Name);
        CheckExpiration(seconds);
        var view = await cluster.LatestAsync(request.Aborted);
        var account = view.Find(request.Key) ?? throw Failures.NotFound(request.Definition.Resource, request.Info.Name);
        if (NodeTokens.Objection(request.User, (request.Info.Namespace, request.Info.Name), asked.Spec, view, authorizer) is { } why) throw Failures.Forbidden(request.Definition.Resource, request.Info.Name, why);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        IReadOnlyList<string> audiences = asked.Spec.Audiences.Count > 0 ? asked.Spec.Audiences : [ServiceAccountTokens.Issuer];
        var bound = Bound(view, request.Info, asked.Spec.BoundObjectRef);
        var claims = new ServiceAccountClaims(request.Info.Namespace, request.Info.Name, account.Header.Uid, audiences, now, now.AddSeconds(seconds))
        {
            Id = Guid.NewGuid().ToString(),
            Bound = bound,
            Node = bound is { Kind: "Pod" } ? NodeOf(view, request.Info.Namespace, bound.Name) : null,
        };
        await Answer.WriteAsync(request.Http, 201, asked with
        {
            Metadata = asked.Metadata with { Name = claims.Name, Namespace = claims.Namespace, CreationTimestamp = now },
            Spec = asked.Spec with { Audiences = audiences, ExpirationSeconds = seconds },
            Status = new TokenRequestStatus { Token = tokens.Sign(claims), ExpirationTimestamp = claims.Expires },
        }, ContentNegotiation.ForDocuments(request.Http.Request));
    }

    private static void CheckName(TokenRequest asked, string account)
    {
        if (asked.Metadata.Name.Length > 0 && asked.Metadata.Name != account)
            throw Invalid(FieldError.Invalid("metadata.name", asked.Metadata.Name, "must match the service account name if specified"), account);
    }

    private static void CheckExpiration(long seconds)
    {
        if (seconds < ShortestSeconds) throw Invalid(FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes"));
        if (seconds > LongestSeconds) throw Invalid(FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds"));
    }

    private static BoundObject? Bound(IClusterView view, RequestInfo account, BoundObjectReference? reference)
    {
        if (reference is null) return null;
        var grouped = reference.ApiVersion.Contains('/', StringComparison.Ordinal);
        if (grouped || reference.Kind is not ("Pod" or "Secret" or "Node"))
            throw Failures.BadRequest($"cannot bind token to object of type {(grouped ? "" : "/")}{reference.ApiVersion}, Kind={reference.Kind}");
        var key = ServiceAccountAuthenticator.KeyOf(reference.Kind, account.Namespace, reference.Name);
        var found = view.Find(key) ?? throw Failures.NotFound(key.Resource, reference.Name);
        if (reference.Kind == "Pod" && found.As<Pod>().Spec.ServiceAccountName != account.Name)
            throw Failures.BadRequest($"cannot bind token for serviceaccount \"{account.Name}\" to pod running with different serviceaccount name.");
        if (reference.Uid.Length > 0 && reference.Uid != found.Header.Uid)
            throw Failures.Conflict(key.Resource, key.Name, $"the UID in the bound object reference ({reference.Uid}) does not match the UID in record. The object might have been deleted and then recreated");
        return new BoundObject(reference.Kind, reference.Name, found.Header.Uid);
    }

    /// <summary>The node that a pod is bound to. It may be gone: its name is told all the same.</summary>
    private static BoundObject? NodeOf(IClusterView view, string @namespace, string pod)
    {
        if (view.Find(ServiceAccountAuthenticator.KeyOf("Pod", @namespace, pod))?.As<Pod>().Spec.NodeName is not { Length: > 0 } name) return null;
        return new BoundObject("Node", name, view.Find(ServiceAccountAuthenticator.KeyOf("Node", @namespace, name))?.Header.Uid ?? "");
    }

    private static StatusException Invalid(FieldError error, string name = "") => Failures.Invalid("authentication.k8s.io", "TokenRequest", name, [error]);
}
