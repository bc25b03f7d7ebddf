using Orleans.Kube.Engine;

namespace Orleans.Runtime;

public static partial class RequestContext
{
    /// <summary>A stretch of code with its own <see cref="ReentrancyId"/>; disposing it brings back the one before.</summary>
    public readonly struct ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId) : IDisposable
    {
        private readonly Guid _before = originalReentrancyId;
        private readonly Guid _now = newReentrancyId;

        /// <summary>The activation that may be entered meanwhile.</summary>
        internal Activation? Owner { private get; init; }

        /// <inheritdoc/>
        public void Dispose()
        {
            Owner?.CloseSection(_now);
            ReentrancyId = _before;
        }
    }
}
