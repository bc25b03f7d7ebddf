using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>What a write may ask of the stored object before it is carried out.</summary>
public static class WritePreconditions
{
    /// <summary>An update that names a resourceVersion means exactly that revision.</summary>
    /// <exception cref="StatusException">409: it is no longer the latest; 400: it is no revision.</exception>
    public static void CheckVersion(ObjectKey key, ObjectMeta wanted, ApiObject old)
    {
        CheckVersion(wanted);
        if (wanted.ResourceVersion is { Length: > 0 } version && version != "0" && version != Text(old.Revision)) throw Failures.Stale(key.Resource, key.Name);
    }

    /// <exception cref="StatusException">400: the resourceVersion is no number.</exception>
    public static void CheckVersion(ObjectMeta wanted)
    {
        if (wanted.ResourceVersion is not { Length: > 0 } version || ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return;
        var why = version.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax";
        throw Failures.BadRequest($"strconv.ParseUint: parsing \"{version}\": {why}");
    }

    /// <summary>A deletion can be bound to a uid and a resourceVersion.</summary>
    /// <exception cref="StatusException">409: the object is another one.</exception>
    public static void CheckDelete(ObjectKey key, string kind, Preconditions? wanted, ApiObject old)
    {
        if (wanted?.Uid is { } uid && uid != old.Header.Uid)
            throw Refuse($"the UID in the precondition ({uid}) does not match the UID in record ({old.Header.Uid}). The object might have been deleted and then recreated");
        if (wanted?.ResourceVersion is { } version && version != Text(old.Revision))
            throw Refuse($"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({Text(old.Revision)}). The object might have been modified");

        StatusException Refuse(string why) => Failures.Conflict(key.Resource with { Resource = kind }, key.Name, why);
    }

    /// <summary>A write that names a uid means exactly that object, which another of its name is not, nor none.</summary>
    /// <exception cref="StatusException">409: it is another one, or gone.</exception>
    public static void CheckUid(ResourceDefinition definition, ObjectKey key, ObjectMeta wanted, ApiObject? old)
    {
        if (wanted.Uid.Length == 0 || wanted.Uid == old?.Header.Uid) return;
        var why = $"Precondition failed: UID in precondition: {wanted.Uid}, UID in object meta: {old?.Header.Uid}";
        throw Failures.Conflict(
            key.Resource, key.Name, $"StorageError: invalid object, Code: 4, Key: {RegistryPath.Of(definition, key)}, ResourceVersion: 0, AdditionalErrorMsg: {why}");
    }

    private static string Text(long revision) => revision.ToString(CultureInfo.InvariantCulture);
}
