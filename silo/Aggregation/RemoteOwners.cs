using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>Owners that other API servers have, for the collection of what they own here.</summary>
public sealed class RemoteOwners(RemoteApis remotes) : IForeignOwners
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly UserInfo Controller = new()
    {
        Username = "system:serviceaccount:kube-system:generic-garbage-collector",
        Groups = ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:masters", "system:authenticated"],
    };

    public async Task<IForeignKind?> KindAsync(string apiVersion, string kind)
    {
        if (apiVersion.Split('/') is not [var group, var version] || remotes.Find(group, version) is not { } api || RemoteApis.IsUnavailable(api)) return null;
        var listed = await remotes.GetAsync<APIResourceList>(api, $"/apis/{group}/{version}", CancellationToken.None);
        return listed?.Resources.FirstOrDefault(r => r.Kind == kind && !r.Name.Contains('/')) is { } resource ? new Served(remotes, api, resource) : null;
    }

    private sealed class Served(RemoteApis remotes, APIService api, APIResource resource) : IForeignKind
    {
        public bool IsNamespaced => resource.Namespaced;

        private GroupResource Resource => new(api.Spec.Group, resource.Name);

        public async Task<ForeignOwner?> FindAsync(string @namespace, string name)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, Address(@namespace, name));
            message.Headers.Accept.ParseAdd("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
            message.Headers.Accept.ParseAdd("application/json");
            if (await SendAsync(message, name) is not { } body) return null;
            var meta = Metadata(body) ?? throw new HttpRequestException($"no metadata came with {Resource} \"{name}\"");
            return new ForeignOwner(new ObjectKey(Resource, @namespace, name), meta.Uid, meta.ResourceVersion, meta.DeletionTimestamp is not null, meta.Finalizers);
        }

        public async Task ReleaseAsync(ForeignOwner owner, string finalizer)
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = owner.ResourceVersion,
                    ["finalizers"] = new JsonArray([.. owner.Finalizers.Where(f => f != finalizer).Select(static f => JsonValue.Create(f))]),
                },
            };
            using var message = new HttpRequestMessage(HttpMethod.Patch, Address(owner.Key.Namespace, owner.Key.Name))
            {
                Content = new StringContent(patch.ToJsonString(), new MediaTypeHeaderValue("application/merge-patch+json")),
            };
            message.Headers.Accept.ParseAdd("application/json");
            await SendAsync(message, owner.Key.Name);
        }

        private Uri Address(string space, string name) => RemoteApis.AddressOf(
            api.Spec, $"/apis/{api.Spec.Group}/{api.Spec.Version}/{(IsNamespaced ? $"namespaces/{space}/" : "")}{resource.Name}/{Uri.EscapeDataString(name)}");

        /// <returns>The answer, or null where the server says that it has no such object.</returns>
        private async Task<byte[]?> SendAsync(HttpRequestMessage message, string name)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                using var response = await remotes.SendAsync(api, message, Controller, patience.Token);
                var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
                if (response.IsSuccessStatusCode) return body;
                if (response.StatusCode == HttpStatusCode.NotFound) return null;
                throw new HttpRequestException(RemoteRefusal.Words((int)response.StatusCode, body, $"{message.Method.Method.ToLowerInvariant()} {Resource} {name}"));
            }
            catch (StatusException failure)
            {
                throw new HttpRequestException(failure.Message, failure);
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                throw new HttpRequestException($"{message.Method} \"{message.RequestUri}\": {failure.Message}", failure);
            }
        }

        private static ObjectMeta? Metadata(byte[] body)
        {
            try
            {
                return JsonNode.Parse(body)?["metadata"].Deserialize<ObjectMeta>(KubeJson.Options) is { Uid.Length: > 0 } meta ? meta : null;
            }
            catch (Exception failure) when (failure is JsonException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}
