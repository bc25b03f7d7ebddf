using System.Text.Json;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>
/// Brings objects of custom resources from one version into another: by the webhook that their definition names, or by changing nothing but the
/// apiVersion. Objects of other kinds, and those that are in the version already, stay as they are.
/// </summary>
public sealed class ObjectConversion(IWebhookClient client, IUidSource ids)
{
    /// <summary>How long Kubernetes waits for a conversion webhook.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>An object in the version of the definition, at the same revision.</summary>
    /// <exception cref="StatusException">500: the webhook does not convert it.</exception>
    public ValueTask<ApiObject> ToVersionAsync(ResourceDefinition definition, ApiObject value) =>
        Differs(definition, value) ? OneAsync((CustomObjectDefinition)definition, value) : ValueTask.FromResult(value);

    /// <summary>As for one object; the webhook is asked once.</summary>
    /// <exception cref="StatusException">500: the webhook does not convert them.</exception>
    public async ValueTask<List<ApiObject>> ToVersionAsync(ResourceDefinition definition, List<ApiObject> values)
    {
        if (definition.ServesStoredBytes) return values;
        var others = values.Where(v => Differs(definition, v)).ToList();
        if (others.Count == 0) return values;
        var converted = await ConvertAsync((CustomObjectDefinition)definition, [.. others.Select(Content)]);
        var found = others.Zip(converted).ToDictionary(static pair => pair.First, static pair => Revised(pair.First, pair.Second));
        return [.. values.Select(v => found.TryGetValue(v, out var other) ? other : v)];
    }

    /// <summary>Content that is not stored, in the version of the definition.</summary>
    /// <exception cref="StatusException">500: the webhook does not convert it.</exception>
    public async ValueTask<KubeObject> ToVersionAsync(ResourceDefinition definition, KubeObject value) =>
        definition is CustomObjectDefinition custom && value.ApiVersion != custom.ApiVersion ? (await ConvertAsync(custom, [(CustomObject)value]))[0] : value;

    /// <summary>Whether an object is in another version than that of the definition.</summary>
    public bool Differs(ResourceDefinition definition, ApiObject value) =>
        definition is CustomObjectDefinition { HasOtherVersions: true } custom && Content(value).ApiVersion != custom.ApiVersion;

    private static CustomObject Content(ApiObject value) => value.As<CustomObject>();

    private static ApiObject Revised(ApiObject before, CustomObject content)
    {
        var converted = ApiObject.FromContent(before.Key, content);
        return before.Revision == 0 ? converted : converted.At(before.Revision);
    }

    private async ValueTask<ApiObject> OneAsync(CustomObjectDefinition definition, ApiObject value) => Revised(value, (await ConvertAsync(definition, [Content(value)]))[0]);

    private async ValueTask<IReadOnlyList<CustomObject>> ConvertAsync(CustomObjectDefinition definition, IReadOnlyList<CustomObject> values)
    {
        if (definition.Conversion is not { } webhook) return [.. values.Select(v => v with { ApiVersion = definition.ApiVersion })];
        try
        {
            return Answered(definition, values, await AskAsync(webhook, definition, values));
        }
        catch (WebhookException failure)
        {
            throw Failures.Internal($"conversion webhook for {values[0].ApiVersion}, Kind={definition.Kind} failed: {failure.Message}");
        }
    }

    private async Task<IReadOnlyList<JsonElement>> AskAsync(WebhookConversion webhook, CustomObjectDefinition definition, IReadOnlyList<CustomObject> values)
    {
        var uid = ids.NewUid();
        var review = new ConversionReview
        {
            ApiVersion = $"apiextensions.k8s.io/{webhook.ConversionReviewVersions.FirstOrDefault(static v => v is "v1" or "v1beta1", "v1")}",
            Kind = "ConversionReview",
            Request = new ConversionRequest { Uid = uid, DesiredAPIVersion = definition.ApiVersion, Objects = [.. values.Select(static v => JsonSerializer.SerializeToElement(v, KubeJson.Options))] },
        };
        var answer = await client.CallAsync(webhook.ClientConfig ?? throw new WebhookException("the webhook has no client configuration"), review, Patience);
        var response = answer.Response ?? throw new WebhookException("response is nil");
        if (response.Uid != uid) throw new WebhookException($"expected response.uid=\"{uid}\", got \"{response.Uid}\"");
        if (response.Result.StatusValue != "Success") throw new WebhookException(response.Result.Message.Length > 0 ? response.Result.Message : $"Conversion request failed with status \"{response.Result.StatusValue}\"");
        return response.ConvertedObjects;
    }

    /// <summary>The converted objects. A webhook may change labels and annotations, and no other metadata.</summary>
    private static IReadOnlyList<CustomObject> Answered(CustomObjectDefinition definition, IReadOnlyList<CustomObject> values, IReadOnlyList<JsonElement> answers)
    {
        if (answers.Count != values.Count) throw new WebhookException($"returned {answers.Count} objects, expected {values.Count}");
        return [.. values.Zip(answers, (value, answer) => Converted(definition, value, answer))];
    }

    private static CustomObject Converted(CustomObjectDefinition definition, CustomObject value, JsonElement answer)
    {
        var converted = Read(definition, answer);
        var (before, after) = (value.Metadata, converted.Metadata);
        if (after.Name != before.Name) throw new WebhookException($"returned invalid converted object: metadata.name: expected \"{before.Name}\", received \"{after.Name}\"");
        if (after.Namespace != before.Namespace) throw new WebhookException($"returned invalid converted object: metadata.namespace: expected \"{before.Namespace}\", received \"{after.Namespace}\"");
        if (after.Uid != before.Uid) throw new WebhookException($"returned invalid converted object: metadata.uid: expected \"{before.Uid}\", received \"{after.Uid}\"");
        return converted with { Metadata = before with { Labels = after.Labels, Annotations = after.Annotations } };
    }

    private static CustomObject Read(CustomObjectDefinition definition, JsonElement answer)
    {
        try
        {
            return (CustomObject)BodyReader.Read(definition, JsonSerializer.SerializeToUtf8Bytes(answer, KubeJson.Options), FieldValidation.Ignore).Object;
        }
        catch (StatusException failure)
        {
            throw new WebhookException($"returned invalid converted object: {failure.Message}");
        }
    }
}
