using System.Text.RegularExpressions;

namespace Orleans.Kube.Model.Definitions;

/// <summary>What the name of an image says about its version.</summary>
internal static partial class ImageReference
{
    /// <summary>Whether the image is the latest of its name: tagged so, or with neither tag nor digest.</summary>
    public static bool IsLatest(string image)
    {
        if (image.Contains('@') || !Pattern().IsMatch(image)) return false;
        var lastPart = image.AsSpan(image.LastIndexOf('/') + 1);
        var colon = lastPart.IndexOf(':');
        return colon < 0 || lastPart[(colon + 1)..].SequenceEqual("latest");
    }

    /// <summary>Names as registries take them: a host, parts in small letters, a tag.</summary>
    [GeneratedRegex(@"^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?/)?[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$")]
    private static partial Regex Pattern();

    public static string PullPolicy(string image) => IsLatest(image) ? Model.Core.PullPolicy.Always : Model.Core.PullPolicy.IfNotPresent;
}
