namespace Orleans.Kube.Model.Definitions;

/// <summary>What the name of an image says about its version.</summary>
internal static class ImageReference
{
    /// <summary>Whether the image is the latest of its name: tagged so, or with neither tag nor digest.</summary>
    public static bool IsLatest(string image)
    {
        if (image.Length == 0 || image.Contains('@')) return false;
        var lastPart = image.AsSpan(image.LastIndexOf('/') + 1);
        var colon = lastPart.IndexOf(':');
        return colon < 0 || lastPart[(colon + 1)..].SequenceEqual("latest");
    }

    public static string PullPolicy(string image) => IsLatest(image) ? Model.Core.PullPolicy.Always : Model.Core.PullPolicy.IfNotPresent;
}
