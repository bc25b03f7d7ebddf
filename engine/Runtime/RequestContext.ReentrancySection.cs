namespace Orleans.Runtime;

public static partial class RequestContext
{
    /// <summary>A stretch of code with its own <see cref="ReentrancyId"/>; disposing it brings back the one before.</summary>
    public readonly struct ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId) : IDisposable
    {
        private readonly bool _changes = originalReentrancyId != newReentrancyId;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_changes)
            {
                ReentrancyId = originalReentrancyId;
            }
        }
    }
}
