using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>For those who keep something made of the cluster's state and look whether it still holds.</summary>
internal static class CursorExtensions
{
    /// <summary>Whether anything has changed since the last call. Never waits; when it cannot be told, it has.</summary>
    public static bool HasChanged(this IChangeCursor cursor)
    {
        try
        {
            var changed = false;
            while (cursor.TryRead(out _)) changed = true;
            return changed;
        }
        catch (RevisionExpiredException)
        {
            return true;
        }
    }
}
